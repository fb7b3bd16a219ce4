package org.abn.data.image;

import org.abn.data.augment.ImageSize;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;

/**
 * How much smaller a JPEG is decoded, which its blocks of 8x8 pixels make cheap.
 *
 * @param halvings of both sides: 0 to 3
 */
record Reduction(int halvings) {
  static final Reduction NONE = new Reduction(0);
  private static final int MOST_HALVINGS = 3;

  /** The greatest that leaves a region at least as large as is wanted. */
  static Reduction of(Region region, ImageSize wanted) {
    int halvings = MOST_HALVINGS;
    while (halvings > 0
        && (region.width() >> halvings < wanted.width()
            || region.height() >> halvings < wanted.height())) {
      halvings--;
    }
    return new Reduction(halvings);
  }

  /** A side of the image that is decoded: what is left over counts as a pixel. */
  int of(int side) {
    return (side + (1 << halvings) - 1) >> halvings;
  }

  /** Where a region of an image lies once it is decoded, to the nearest pixel. */
  Region of(Region region, ImageShape image) {
    int width = region.width() >> halvings;
    int height = region.height() >> halvings;
    int half = (1 << halvings) >> 1;
    int left = (region.left() + half) >> halvings;
    int top = (region.top() + half) >> halvings;
    return new Region(
        Math.min(left, of(image.width()) - width),
        Math.min(top, of(image.height()) - height),
        width,
        height);
  }
}
