package org.abn.data.record;

import java.io.Serializable;
import org.abn.data.InvalidDataException;

/**
 * Channels and size of an image.
 *
 * @param channels 1 to 4; 0 where the shape is not known
 * @param height rows of pixels, 1 to 65,535; 0 where the shape is not known
 * @param width pixels a row, 1 to 65,535; 0 where the shape is not known
 */
public record ImageShape(int channels, int height, int width) implements Serializable {
  /** Of images that nobody has looked at, and of datasets whose images differ in it. */
  public static final ImageShape UNKNOWN = new ImageShape(0, 0, 0);

  private static final int MOST_CHANNELS = 4; // CMYK
  private static final int MOST_PIXELS_A_SIDE = 65_535; // what JPEG can hold

  /**
   * Checks the ranges.
   *
   * @throws InvalidDataException if one is out of range, or only some are 0
   */
  public ImageShape {
    boolean none = channels == 0 && height == 0 && width == 0;
    boolean inside =
        isWithin(channels, MOST_CHANNELS)
            && isWithin(height, MOST_PIXELS_A_SIDE)
            && isWithin(width, MOST_PIXELS_A_SIDE);
    if (!none && !inside) {
      throw InvalidDataException.of(
          "image shape [%d, %d, %d] is impossible, expected [C, H, W] with C of 1 to %d and sides"
              + " of 1 to %d",
          channels, height, width, MOST_CHANNELS, MOST_PIXELS_A_SIDE);
    }
  }

  private static boolean isWithin(int value, int most) {
    return value >= 1 && value <= most;
  }

  /**
   * Whether there is a shape.
   *
   * @return false for {@link #UNKNOWN}
   */
  public boolean known() {
    return channels > 0;
  }

  /**
   * How many values an image has.
   *
   * @return channels x height x width
   */
  public long values() {
    return (long) channels * height * width;
  }

  /** As {@code [C, H, W]}. */
  @Override
  public String toString() {
    return "[" + channels + ", " + height + ", " + width + "]";
  }
}
