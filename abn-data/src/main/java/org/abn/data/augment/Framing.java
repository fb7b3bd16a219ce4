package org.abn.data.augment;

import java.io.Serializable;
import org.abn.data.InvalidDataException;
import org.abn.data.record.Region;

/**
 * How images of any size become those of a network: resized, and cropped to its size.
 *
 * @param size of the network's input
 * @param resize what an image is resized to first, no smaller than the input
 */
public record Framing(ImageSize size, Resize resize) implements Serializable {
  /**
   * Checks that crops lie within the resized image.
   *
   * @throws InvalidDataException if they may not
   */
  public Framing {
    boolean covers =
        resize instanceof Resize.ShortSide side
            ? side.pixels() >= Math.max(size.height(), size.width())
            : covers(((Resize.Exact) resize).size(), size);
    if (!covers) {
      throw InvalidDataException.of(
          "images are resized to %s, expected no less than the network's input of %s",
          resize, size);
    }
  }

  /**
   * Images stretched to a size.
   *
   * @param size of the network's input
   * @return no pixel is cropped; images of that size are left as they are
   */
  public static Framing stretching(ImageSize size) {
    return new Framing(size, new Resize.Exact(size));
  }

  /**
   * What a network sees of an image when it is evaluated.
   *
   * @param image what there is to be seen
   * @return the middle of the resized image, as torchvision's {@code CenterCrop}
   */
  public View centre(Region image) {
    ImageSize resized = resize.of(image);
    int top = -(int) Math.rint((resized.height() - size.height()) / 2.0);
    int left = -(int) Math.rint((resized.width() - size.width()) / 2.0);
    return new View(image, resized, new Crop(top, left, false));
  }

  private static boolean covers(ImageSize resized, ImageSize size) {
    return resized.height() >= size.height() && resized.width() >= size.width();
  }
}
