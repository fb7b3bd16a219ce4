package org.abn.spark.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  /** Of (8/15, 9/15] there are two of which one is right, of (14/15, 1] one that is wrong. */
  @Test
  void isTheMeanDifferenceOfAccuracyAndConfidenceOverTheAnswers() {
    Calibration calibration =
        Calibration.of(0.55, true)
            .plus(Calibration.of(0.59, false))
            .plus(Calibration.of(0.96, false));
    double due = 100 * (2 * Math.abs(0.5 - 0.57) + 1 * 0.96) / 3;
    assertThat(calibration.error()).isCloseTo(due, within(1e-9));
    assertThat(calibration.bins().get(8).accuracy()).isEqualTo(50);
    assertThat(calibration.bins().get(8).meanConfidence()).isCloseTo(57, within(1e-9));
    assertThat(calibration.bins().get(14)).isEqualTo(new Calibration.Bin(1, 0.96, 0));
  }

  @Test
  void hasFifteenBinsWithTheirUpperBounds() {
    assertThat(Calibration.NONE.bins()).hasSize(15);
    assertThat(bin(0)).isEqualTo(0);
    assertThat(bin(1.0 / 15)).isEqualTo(0);
    assertThat(bin(Math.nextUp(1.0 / 15))).isEqualTo(1);
    assertThat(bin(1)).isEqualTo(14);
    assertThat(bin(Double.NaN)).isEqualTo(0);
  }

  private static int bin(double confidence) {
    Calibration one = Calibration.of(confidence, true);
    return IntStream.range(0, 15).filter(b -> one.bins().get(b).answers() == 1).sum();
  }

  @Test
  void overconfidenceAndItsOppositeDoNotCancelOut() {
    Calibration calibration = Calibration.of(0.9, false).plus(Calibration.of(0.2, true));
    assertThat(calibration.error()).isCloseTo(100 * (0.9 + 0.8) / 2, within(1e-9));
  }
}
