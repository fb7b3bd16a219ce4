package org.abn.data.augment;

import java.io.Serializable;
import org.abn.data.InvalidDataException;

/**
 * Height and width of an image.
 *
 * @param height rows, 1 to 4,096
 * @param width columns, 1 to 4,096
 */
public record ImageSize(int height, int width) implements Serializable {
  /** More than any network is given, and few enough for a batch to be allocated. */
  public static final int MOST_PIXELS_A_SIDE = 4096;

  /**
   * Checks the ranges.
   *
   * @throws InvalidDataException if one is out of range
   */
  public ImageSize {
    requireSide("height", height);
    requireSide("width", width);
  }

  static void requireSide(String name, int pixels) {
    if (pixels < 1 || pixels > MOST_PIXELS_A_SIDE) {
      throw InvalidDataException.of(
          "%s is %d, expected 1 to %d pixels", name, pixels, MOST_PIXELS_A_SIDE);
    }
  }

  /** As {@code height x width}. */
  @Override
  public String toString() {
    return height + "x" + width;
  }
}
