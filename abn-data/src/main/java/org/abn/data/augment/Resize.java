package org.abn.data.augment;

import java.io.Serializable;
import org.abn.data.InvalidDataException;
import org.abn.data.record.Region;

/** What an image is resized to before it is cropped. */
public sealed interface Resize extends Serializable {
  /**
   * The size of an image once resized.
   *
   * @param image what is seen of it
   * @return in pixels
   */
  ImageSize of(Region image);

  /**
   * Keeps the aspect ratio, as torchvision's {@code Resize(pixels)}.
   *
   * @param pixels length of the shorter side, at least 1
   */
  record ShortSide(int pixels) implements Resize {
    /**
     * Checks the range.
     *
     * @throws InvalidDataException if it is no possible length
     */
    public ShortSide {
      ImageSize.requireSide("short side", pixels);
    }

    @Override
    public ImageSize of(Region image) {
      int longSide = Math.max(image.width(), image.height());
      int shortSide = Math.min(image.width(), image.height());
      int longer =
          (int) Math.min((long) pixels * longSide / shortSide, ImageSize.MOST_PIXELS_A_SIDE);
      return image.height() <= image.width()
          ? new ImageSize(pixels, longer)
          : new ImageSize(longer, pixels);
    }

    @Override
    public String toString() {
      return "a short side of " + pixels;
    }
  }

  /**
   * Stretches an image.
   *
   * @param size whatever its aspect ratio was
   */
  record Exact(ImageSize size) implements Resize {
    @Override
    public ImageSize of(Region image) {
      return size;
    }

    @Override
    public String toString() {
      return size.toString();
    }
  }
}
