package org.abn.data.augment;

/**
 * Where a crop lies in an image with a black border, and whether it is mirrored afterwards.
 *
 * @param top rows of the crop above the image, negative inside it: output row y is image row y -
 *     top
 * @param left columns likewise
 * @param mirrored whether left and right change places, after cropping
 */
public record Crop(int top, int left, boolean mirrored) {
  /** The image as it is. */
  public static final Crop WHOLE = new Crop(0, 0, false);
}
