package org.abn.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.abn.data.InvalidDataException;
import org.junit.jupiter.api.Test;

class NormalisationTest {
  private static final Normalisation TWO =
      new Normalisation(new float[] {0.5f, 0.25f}, new float[] {0.5f, 2f});

  @Test
  void mapsPixelsByChannel() {
    assertThat(TWO.table(0)).hasSize(256).startsWith(-1f).endsWith(1f);
    assertThat(TWO.table(1)).startsWith(-0.125f).endsWith(0.375f);
    assertThat(TWO.table(0)[51]).isEqualTo((0.2f - 0.5f) / 0.5f);
  }

  @Test
  void rejectsAStandardDeviationThatIsNotAboveZero() {
    for (float std : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Normalisation(new float[] {0}, new float[] {std}))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("channel 0 has mean 0.0 and std " + std);
    }
  }

  @Test
  void rejectsAMeanThatIsNoNumber() {
    assertThatThrownBy(() -> new Normalisation(new float[] {Float.NaN}, new float[] {1}))
        .isInstanceOf(InvalidDataException.class);
  }

  @Test
  void rejectsUnequalOrMissingStatistics() {
    assertThatThrownBy(() -> new Normalisation(new float[3], new float[] {1}))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("3 means and 1 standard deviations");
    assertThatThrownBy(() -> new Normalisation(new float[0], new float[0]))
        .isInstanceOf(InvalidDataException.class);
  }

  @Test
  void doesNotChangeWithTheArraysItWasMadeOf() {
    float[] mean = {0.5f};
    Normalisation normalisation = new Normalisation(mean, new float[] {1});
    mean[0] = 9;
    normalisation.mean()[0] = 9;
    assertThat(normalisation).isEqualTo(new Normalisation(new float[] {0.5f}, new float[] {1}));
  }
}
