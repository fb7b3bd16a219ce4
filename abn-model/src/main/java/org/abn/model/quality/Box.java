package org.abn.model.quality;

/**
 * Where an object is in an image as the network sees it: resized and cropped with it, so edges need
 * not lie between pixels, and may be beyond the image.
 *
 * @param x of the left edge, in pixels
 * @param y of the upper edge, in pixels
 * @param width in pixels
 * @param height in pixels
 */
public record Box(double x, double y, double width, double height) {

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if there is nothing in the box
   */
  public Box {
    boolean finite = Double.isFinite(x + width) && Double.isFinite(y + height);
    if (!(finite && width > 0 && height > 0)) {
      throw new IllegalArgumentException(
          "a box must have a width and a height, cannot be: %s x %s at %s, %s"
              .formatted(width, height, x, y));
    }
  }
}
