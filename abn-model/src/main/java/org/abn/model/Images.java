package org.abn.model;

/**
 * The shape of the images that a network sees, {@code [N, height, width, channels]}.
 *
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 * @param channels 3 for colour, 1 for grey
 */
public record Images(int height, int width, int channels) {

  /** Refuses empty images. */
  public Images {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "images must be at least 1 x 1 x 1 (height, width, channels), cannot be: %d x %d x %d"
              .formatted(height, width, channels));
    }
  }
}
