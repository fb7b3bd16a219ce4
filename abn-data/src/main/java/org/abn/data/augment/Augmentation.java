package org.abn.data.augment;

import java.io.Serializable;
import org.abn.data.InvalidDataException;
import org.abn.data.SplitMix64;

/**
 * The augmentation of CIFAR and SVHN: the image gets a black border, a crop of its own size is
 * taken from it, and half of the crops are mirrored (He et al. 2016, section 4.2). The border is
 * black before normalisation, as in torchvision's {@code RandomCrop(size, padding)}.
 *
 * @param padding width of the border in pixels, 0 for none
 * @param mirror whether crops are mirrored, each with probability 1/2
 */
public record Augmentation(int padding, boolean mirror) implements Serializable {
  /** Leaves images as they are, for evaluation. */
  public static final Augmentation NONE = new Augmentation(0, false);

  private static final int MOST_PADDING = 1024;

  /**
   * Checks the range.
   *
   * @throws InvalidDataException if the padding is below 0 or above 1,024
   */
  public Augmentation {
    if (padding < 0 || padding > MOST_PADDING) {
      throw InvalidDataException.of(
          "augmentation: padding is %d, expected 0 to %d pixels", padding, MOST_PADDING);
    }
  }

  /**
   * Draws a record's crop: a pure function, the same on every machine and in every order.
   *
   * @param seed of the run
   * @param epoch from 0
   * @param id of the record
   * @return one of the (2 padding + 1)^2 crops, mirrored or not, all equally likely
   */
  public Crop draw(long seed, int epoch, String id) {
    SplitMix64 random = SplitMix64.keyed("augmentation", seed, epoch).absorb(id);
    int positions = 2 * padding + 1;
    int top = padding - random.nextInt(positions);
    int left = padding - random.nextInt(positions);
    return new Crop(top, left, mirror && random.nextInt(2) == 1);
  }
}
