package org.abn.model.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

class LinearImputationTest {

  private static final int SIZE = 20;

  @Test
  void valuesAreThoseOfTheDirectSolution() {
    Reference reference = Reference.read("imputation-14x20.json");
    double[] kept = reference.doubles("kept");
    boolean[] removed = new boolean[kept.length];
    for (int i = 0; i < kept.length; i++) {
      removed[i] = kept[i] == 0;
    }
    float[] imputed =
        new LinearImputation(reference.height(), reference.width(), removed)
            .impute(reference.image());
    double[] expected = reference.doubles("imputed");
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) imputed[i]).isCloseTo(expected[i], within(1e-5));
    }
  }

  @Test
  void onePixelIsEnoughForAllOthers() {
    boolean[] removed = new boolean[SIZE * SIZE];
    java.util.Arrays.fill(removed, 1, removed.length, true);
    float[] values = new float[SIZE * SIZE];
    values[0] = 0.75f;
    float[] imputed =
        new LinearImputation(SIZE, SIZE, removed)
            .impute(new NormalisedImage(SIZE, SIZE, 1, values));
    for (float value : imputed) {
      assertThat(value).isCloseTo(0.75f, within(1e-5f));
    }
  }

  @Test
  void refusesToMakeUpAWholeImage() {
    boolean[] removed = new boolean[SIZE * SIZE];
    java.util.Arrays.fill(removed, true);
    assertThatThrownBy(() -> new LinearImputation(SIZE, SIZE, removed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("one pixel must be kept at least, cannot be removed: all of 20 x 20");
  }

  @Test
  void roadAddsNoiseToWhatIsMadeUpAndToNothingElse() {
    float[] values = new float[SIZE * SIZE];
    java.util.Arrays.fill(values, 0.5f);
    NormalisedImage image = new NormalisedImage(SIZE, SIZE, 1, values);
    int[] order = new PixelMap(SIZE, SIZE, new float[SIZE * SIZE]).order();
    SummaryStatistics noise = new SummaryStatistics();
    new Road(image, order)
        .mostRelevantFirst(
            new Random(1),
            imputed -> {
              for (float value : imputed) {
                if (value != 0.5f) {
                  noise.addValue(value - 0.5);
                }
              }
            });
    // Nine tenths of the pixels, then eight tenths and so on; of 400, what is kept is rounded up.
    assertThat(noise.getN()).isEqualTo(4 * 450 * SIZE * SIZE / 400);
    assertThat(noise.getStandardDeviation()).isCloseTo(Road.NOISE, within(5e-4));
    assertThat(noise.getMean()).isCloseTo(0, within(1e-3));
  }
}
