package org.abn.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;
import org.abn.data.record.Region;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final Framing CIFAR = Framing.stretching(new ImageSize(32, 32));
  private static final Region WHOLE = new Region(0, 0, 32, 32);
  private static final Augmentation PAD_AND_CROP = Augmentation.padAndCrop(4, true);

  @Test
  void leavesImagesAloneWhereThereIsNone() {
    assertThat(Augmentation.NONE.draw(CIFAR, WHOLE, 1, 2, "a"))
        .isEqualTo(new View(WHOLE, new ImageSize(32, 32), Crop.WHOLE));
  }

  @Test
  void isAPureFunctionOfSeedEpochAndId() {
    for (CropKind kind : new CropKind[] {CropKind.RANDOM, CropKind.RANDOM_RESIZED}) {
      Augmentation augmentation = new Augmentation(kind, kind == CropKind.RANDOM ? 4 : 0, true);
      View[] views =
          IntStream.range(0, 50)
              .mapToObj(i -> augmentation.draw(CIFAR, WHOLE, 9, 3, "train/" + i))
              .toArray(View[]::new);
      for (int i = 49; i >= 0; i--) {
        assertThat(augmentation.draw(CIFAR, WHOLE, 9, 3, "train/" + i)).isEqualTo(views[i]);
      }
      assertThat(differing(augmentation, views, 10, 3)).isGreaterThan(40);
      assertThat(differing(augmentation, views, 9, 4)).isGreaterThan(40);
    }
  }

  @Test
  void neverChangesItsDraws() {
    // Runs that are resumed with a later version must go on with the same crops.
    assertThat(PAD_AND_CROP.draw(CIFAR, WHOLE, 42, 7, "data_batch_1.bin/17").crop())
        .isEqualTo(new Crop(4, -3, false));
    Framing imageNet = new Framing(new ImageSize(224, 224), new Resize.ShortSide(256));
    Region photograph = new Region(0, 0, 500, 375);
    assertThat(
            new Augmentation(CropKind.RANDOM_RESIZED, 0, true)
                .draw(imageNet, photograph, 42, 7, "train/n01440764/a.JPEG"))
        .isEqualTo(
            new View(new Region(50, 141, 278, 226), new ImageSize(224, 224), new Crop(0, 0, true)));
    assertThat(
            new Augmentation(CropKind.RANDOM, 0, true)
                .draw(imageNet, photograph, 42, 7, "train/n01440764/a.JPEG"))
        .isEqualTo(new View(photograph, new ImageSize(256, 341), new Crop(-9, -102, true)));
  }

  @Test
  void drawsEveryCropAboutEquallyOften() {
    int[][] counts = new int[9][9];
    int mirrored = 0;
    for (int i = 0; i < 81_000; i++) {
      Crop crop = PAD_AND_CROP.draw(CIFAR, WHOLE, 1, 0, "r/" + i).crop();
      counts[crop.top() + 4][crop.left() + 4]++;
      mirrored += crop.mirrored() ? 1 : 0;
    }
    assertThat(Arrays.stream(counts).flatMapToInt(Arrays::stream))
        .allMatch(count -> count > 850 && count < 1150);
    assertThat(mirrored).isBetween(40_000, 41_000);
  }

  @Test
  void cropsWithinTheResizedImage() {
    Framing framing = new Framing(new ImageSize(224, 224), new Resize.ShortSide(256));
    Augmentation crops = new Augmentation(CropKind.RANDOM, 0, false);
    int leftmost = 0;
    for (int i = 0; i < 5_000; i++) {
      Crop crop = crops.draw(framing, new Region(0, 0, 500, 375), 1, 0, "r/" + i).crop();
      assertThat(crop.top()).isBetween(224 - 256, 0);
      assertThat(crop.left()).isBetween(224 - 341, 0);
      leftmost = Math.min(leftmost, crop.left());
    }
    assertThat(leftmost).isEqualTo(224 - 341);
  }

  @Test
  void rejectsImpossiblePadding() {
    assertThatThrownBy(() -> Augmentation.padAndCrop(-1, true))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("augmentation: padding is -1, expected 0 to 1024 pixels");
    assertThatThrownBy(() -> new Augmentation(CropKind.RANDOM_RESIZED, 4, true))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("augmentation: padding is 4, expected 0 where crop is random-resized");
  }

  private static long differing(Augmentation augmentation, View[] views, long seed, int epoch) {
    return IntStream.range(0, views.length)
        .filter(i -> !augmentation.draw(CIFAR, WHOLE, seed, epoch, "train/" + i).equals(views[i]))
        .count();
  }
}
