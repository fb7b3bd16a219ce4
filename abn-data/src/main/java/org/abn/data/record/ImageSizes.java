package org.abn.data.record;

import java.io.Serializable;
import org.abn.data.InvalidDataException;

/**
 * Between which sizes images are. Of an image that is seen in a box it is the box that counts.
 *
 * @param leastHeight rows of pixels of the lowest image
 * @param leastWidth pixels a row of the narrowest
 * @param mostHeight of the highest
 * @param mostWidth of the widest
 */
public record ImageSizes(int leastHeight, int leastWidth, int mostHeight, int mostWidth)
    implements Serializable {
  /** Of shards that were made before sizes were noted. */
  public static final ImageSizes UNKNOWN = new ImageSizes(0, 0, 0, 0);

  /**
   * Checks the ranges.
   *
   * @throws InvalidDataException if one is out of range
   */
  public ImageSizes {
    int least = mostHeight == 0 && mostWidth == 0 ? 0 : 1;
    if (leastHeight < least
        || leastWidth < least
        || mostHeight < leastHeight
        || mostWidth < leastWidth) {
      throw InvalidDataException.of(
          "images of %dx%d to %dx%d pixels are impossible",
          leastHeight, leastWidth, mostHeight, mostWidth);
    }
  }

  /** That of one image. */
  public static ImageSizes of(Region image) {
    return new ImageSizes(image.height(), image.width(), image.height(), image.width());
  }

  /** Those of these images and others. */
  public ImageSizes and(ImageSizes others) {
    return new ImageSizes(
        Math.min(leastHeight, others.leastHeight),
        Math.min(leastWidth, others.leastWidth),
        Math.max(mostHeight, others.mostHeight),
        Math.max(mostWidth, others.mostWidth));
  }

  /**
   * Whether there are any.
   *
   * @return false for {@link #UNKNOWN}
   */
  public boolean known() {
    return mostHeight > 0;
  }

  /**
   * Whether all images have one size.
   *
   * @return true where least and most are the same
   */
  public boolean areOne() {
    return leastHeight == mostHeight && leastWidth == mostWidth;
  }

  /** As height x width: {@code 32x32}, or {@code 75x56 to 500x375}. */
  @Override
  public String toString() {
    String least = leastHeight + "x" + leastWidth;
    return areOne() ? least : least + " to " + mostHeight + "x" + mostWidth;
  }
}
