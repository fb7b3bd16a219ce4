package org.abn.model.quality;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An image as a network sees it: resized, cropped and normalised, so that 0 is the mean of the
 * training images' pixels.
 *
 * @param height in pixels
 * @param width in pixels
 * @param channels of a pixel
 * @param values {@code [H][W][C]}, row by row
 */
public record NormalisedImage(int height, int width, int channels, float[] values) {

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if there are fewer than two pixels, or as many values as
   *     another shape has
   */
  public NormalisedImage {
    if (height < 1 || width < 1 || channels < 1 || height * width < 2) {
      throw new IllegalArgumentException(
          "an image must have at least 2 pixels, cannot be: %s x %s of %s channels"
              .formatted(height, width, channels));
    }
    if (values.length != height * width * channels) {
      throw new IllegalArgumentException(
          "an image of %s x %s x %s must have %s values, cannot have: %s"
              .formatted(height, width, channels, height * width * channels, values.length));
    }
  }

  /**
   * A copy of one image.
   *
   * @param image {@code [H, W, C]}
   */
  public static NormalisedImage of(INDArray image) {
    if (image.rank() != 3) {
      throw new IllegalArgumentException(
          "an image must be of rank 3, height x width x channels, cannot be of rank "
              + image.rank());
    }
    return new NormalisedImage(
        (int) image.size(0),
        (int) image.size(1),
        (int) image.size(2),
        image.dup('c').data().asFloat());
  }

  int pixels() {
    return height * width;
  }

  /** With other values, of the same shape. */
  NormalisedImage with(float[] others) {
    return new NormalisedImage(height, width, channels, others);
  }
}
