package org.abn.data.record;

import java.io.Serializable;
import org.abn.data.InvalidDataException;

/**
 * A rectangle of an image's pixels.
 *
 * @param left first column, from 0
 * @param top first row, from 0
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Region(int left, int top, int width, int height) implements Serializable {
  /**
   * Checks the ranges.
   *
   * @throws InvalidDataException if one is out of range
   */
  public Region {
    if (left < 0 || top < 0 || width < 1 || height < 1) {
      throw InvalidDataException.of(
          "region of %dx%d pixels at column %d, row %d is impossible", width, height, left, top);
    }
  }

  /**
   * The whole of an image.
   *
   * @param image {@code [C, H, W]}, known
   * @return all its pixels
   */
  public static Region whole(ImageShape image) {
    return new Region(0, 0, image.width(), image.height());
  }

  /**
   * Whether it is a part of an image.
   *
   * @param image {@code [C, H, W]}
   * @return false where it is not, and where the shape is not known
   */
  public boolean isWithin(ImageShape image) {
    return (long) left + width <= image.width() && (long) top + height <= image.height();
  }

  /** Such as {@code 224x224+10+0}: width x height + left + top. */
  @Override
  public String toString() {
    return width + "x" + height + "+" + left + "+" + top;
  }
}
