package org.abn.model;

import java.util.Locale;

/**
 * The shape of the images that a network sees, {@code [N, height, width, channels]}.
 *
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 * @param channels 3 for colour, 1 for grey
 */
public record InputShape(int height, int width, int channels) {

  /** CIFAR-10, CIFAR-100 and SVHN. */
  public static final InputShape CIFAR = new InputShape(32, 32, 3);

  /** ImageNet, and CelebA as the paper resizes it. */
  public static final InputShape IMAGENET = new InputShape(224, 224, 3);

  /** CompCars as the paper resizes it, 323 wide and 224 high. */
  public static final InputShape COMPCARS = new InputShape(224, 323, 3);

  /** Refuses empty images. */
  public InputShape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "images must be at least 1 x 1 x 1 (height, width, channels), cannot be: %d x %d x"
                  + " %d",
              height,
              width,
              channels));
    }
  }
}
