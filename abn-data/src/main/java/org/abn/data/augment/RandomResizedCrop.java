package org.abn.data.augment;

import org.abn.data.SplitMix64;
import org.abn.data.record.Region;

/**
 * Draws a part of an image of 8 to 100 % of its area and an aspect ratio of 3/4 to 4/3 (Szegedy et
 * al. 2015, section 6). Ten attempts, and then the middle, as torchvision's {@code
 * RandomResizedCrop}.
 */
final class RandomResizedCrop {
  private static final double LEAST_AREA = 0.08;
  private static final double LEAST_RATIO = 3.0 / 4;
  private static final double MOST_RATIO = 4.0 / 3;
  private static final int ATTEMPTS = 10;

  private RandomResizedCrop() {}

  static Region draw(SplitMix64 random, Region image) {
    double area = (double) image.width() * image.height();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double part = area * (LEAST_AREA + (1 - LEAST_AREA) * random.nextDouble());
      double ratio = ratio(random);
      int width = (int) Math.rint(Math.sqrt(part * ratio));
      int height = (int) Math.rint(Math.sqrt(part / ratio));
      if (width >= 1 && width <= image.width() && height >= 1 && height <= image.height()) {
        int top = random.nextInt(image.height() - height + 1);
        int left = random.nextInt(image.width() - width + 1);
        return new Region(image.left() + left, image.top() + top, width, height);
      }
    }
    return middle(image);
  }

  /** Uniform in its logarithm; StrictMath is the same on every machine. */
  private static double ratio(SplitMix64 random) {
    double least = StrictMath.log(LEAST_RATIO);
    double most = StrictMath.log(MOST_RATIO);
    return StrictMath.exp(least + (most - least) * random.nextDouble());
  }

  /** As much of the image as has an allowed aspect ratio. */
  private static Region middle(Region image) {
    int width = Math.min(image.width(), Math.max(1, (int) Math.rint(image.height() * MOST_RATIO)));
    int height =
        Math.min(image.height(), Math.max(1, (int) Math.rint(image.width() / LEAST_RATIO)));
    int left = image.left() + (image.width() - width) / 2;
    int top = image.top() + (image.height() - height) / 2;
    return new Region(left, top, width, height);
  }
}
