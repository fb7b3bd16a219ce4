package org.abn.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  @Test
  void leavesImagesAloneWhereThereIsNone() {
    assertThat(Augmentation.NONE.draw(1, 2, "a")).isEqualTo(Crop.WHOLE);
  }

  @Test
  void isAPureFunctionOfSeedEpochAndId() {
    Crop[] crops =
        IntStream.range(0, 50)
            .mapToObj(i -> new Augmentation(4, true).draw(9, 3, "train/" + i))
            .toArray(Crop[]::new);
    for (int i = 49; i >= 0; i--) {
      assertThat(new Augmentation(4, true).draw(9, 3, "train/" + i)).isEqualTo(crops[i]);
    }
    assertThat(differing(crops, 10, 3)).isGreaterThan(40);
    assertThat(differing(crops, 9, 4)).isGreaterThan(40);
  }

  @Test
  void neverChangesItsDraws() {
    // Runs that are resumed with a later version must go on with the same crops.
    assertThat(new Augmentation(4, true).draw(42, 7, "data_batch_1.bin/17"))
        .isEqualTo(new Crop(4, -3, false));
  }

  @Test
  void drawsEveryCropAboutEquallyOften() {
    int[][] counts = new int[9][9];
    int mirrored = 0;
    for (int i = 0; i < 81_000; i++) {
      Crop crop = new Augmentation(4, true).draw(1, 0, "r/" + i);
      counts[crop.top() + 4][crop.left() + 4]++;
      mirrored += crop.mirrored() ? 1 : 0;
    }
    assertThat(Arrays.stream(counts).flatMapToInt(Arrays::stream))
        .allMatch(count -> count > 850 && count < 1150);
    assertThat(mirrored).isBetween(40_000, 41_000);
  }

  @Test
  void rejectsImpossiblePadding() {
    assertThatThrownBy(() -> new Augmentation(-1, true))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("augmentation: padding is -1, expected 0 to 1024 pixels");
  }

  private static long differing(Crop[] crops, long seed, int epoch) {
    return IntStream.range(0, crops.length)
        .filter(i -> !new Augmentation(4, true).draw(seed, epoch, "train/" + i).equals(crops[i]))
        .count();
  }
}
