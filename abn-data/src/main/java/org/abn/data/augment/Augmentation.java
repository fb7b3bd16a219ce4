package org.abn.data.augment;

import java.io.Serializable;
import org.abn.data.InvalidDataException;
import org.abn.data.SplitMix64;
import org.abn.data.record.Region;

/**
 * How training images are varied: a crop of each is taken, and half of the crops are mirrored. A
 * border is black before normalisation, as in torchvision's {@code RandomCrop(size, padding)}.
 *
 * @param crop where crops are taken from
 * @param padding width in pixels of the border that a resized image gets, 0 for none; only where
 *     crops are {@link CropKind#RANDOM}
 * @param mirror whether crops are mirrored, each with probability 1/2
 */
public record Augmentation(CropKind crop, int padding, boolean mirror) implements Serializable {
  /** The middle of every image as it is, for evaluation. */
  public static final Augmentation NONE = new Augmentation(CropKind.CENTRE, 0, false);

  private static final int MOST_PADDING = 1024;

  /**
   * Checks the range.
   *
   * @throws InvalidDataException if the padding is below 0 or above 1,024, or crops do not use it
   */
  public Augmentation {
    if (padding < 0 || padding > MOST_PADDING) {
      throw InvalidDataException.of(
          "augmentation: padding is %d, expected 0 to %d pixels", padding, MOST_PADDING);
    }
    if (padding > 0 && crop != CropKind.RANDOM) {
      throw InvalidDataException.of(
          "augmentation: padding is %d, expected 0 where crop is %s", padding, crop);
    }
  }

  /**
   * The augmentation of CIFAR and SVHN (He et al. 2016, section 4.2).
   *
   * @param padding width of the border in pixels, 0 for none
   * @param mirror whether half of the crops are mirrored
   * @return random crops
   */
  public static Augmentation padAndCrop(int padding, boolean mirror) {
    return new Augmentation(CropKind.RANDOM, padding, mirror);
  }

  /**
   * Draws what is seen of a record: a pure function, the same on every machine and in every order.
   *
   * @param framing the network's input
   * @param image what there is to be seen of the record
   * @param seed of the run
   * @param epoch from 0
   * @param id of the record
   * @return the view
   */
  public View draw(Framing framing, Region image, long seed, int epoch, String id) {
    SplitMix64 random = SplitMix64.keyed("augmentation", seed, epoch).absorb(id);
    View view =
        switch (crop) {
          case CENTRE -> framing.centre(image);
          case RANDOM -> randomCrop(framing, image, random);
          case RANDOM_RESIZED ->
              new View(RandomResizedCrop.draw(random, image), framing.size(), Crop.WHOLE);
        };
    return mirror && random.nextInt(2) == 1 ? view.mirrored() : view;
  }

  /** All places of the crop in the bordered image are equally likely. */
  private View randomCrop(Framing framing, Region image, SplitMix64 random) {
    ImageSize resized = framing.resize().of(image);
    int rows = resized.height() + 2 * padding - framing.size().height();
    int columns = resized.width() + 2 * padding - framing.size().width();
    int top = padding - random.nextInt(rows + 1);
    int left = padding - random.nextInt(columns + 1);
    return new View(image, resized, new Crop(top, left, false));
  }
}
