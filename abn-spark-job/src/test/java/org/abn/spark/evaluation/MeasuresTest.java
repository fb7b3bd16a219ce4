package org.abn.spark.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.abn.spark.evaluation.Confusion.Cell;
import org.abn.spark.training.Answer;
import org.abn.spark.training.AttributeAnswer;
import org.abn.spark.training.ClassAnswer;
import org.junit.jupiter.api.Test;

class MeasuresTest {

  /** Class 0 three times, of which one is taken for 2; class 2 once, taken for 0; class 1 never. */
  private final ClassMeasures ofClasses =
      (ClassMeasures)
          sum(
              new ClassAnswer(new float[] {9, 0, 0}, 0),
              new ClassAnswer(new float[] {9, 0, 0}, 0),
              new ClassAnswer(new float[] {0, 0, 9}, 0),
              new ClassAnswer(new float[] {9, 0, 0}, 2));

  private static BranchMeasures sum(Answer... answers) {
    return Stream.of(answers).map(BranchMeasures::of).reduce(BranchMeasures::plus).orElseThrow();
  }

  @Test
  void countsTrueAndPredictedClassesWhereThereAreAny() {
    assertThat(ofClasses.confusion().cells())
        .hasSize(3)
        .containsEntry(new Cell(0, 0), 2L)
        .containsEntry(new Cell(0, 2), 1L)
        .containsEntry(new Cell(2, 0), 1L);
  }

  @Test
  void tellsErrorAndPrecisionOfAClass() {
    Confusion confusion = ofClasses.confusion();
    assertThat(confusion.images(0)).isEqualTo(3);
    assertThat(confusion.error(0)).isCloseTo(100.0 / 3, within(1e-9));
    assertThat(confusion.precision(0)).isCloseTo(200.0 / 3, within(1e-9));
    assertThat(confusion.error(2)).isEqualTo(100);
    assertThat(confusion.precision(2)).isZero();
    assertThat(confusion.images(1)).isZero();
    assertThat(confusion.error(1)).isNaN();
    assertThat(confusion.precision(1)).isNaN();
  }

  @Test
  void confusionAndCalibrationAgreeWithTheErrorEvenOfTies() {
    var tie = new ClassAnswer(new float[] {1, 1, 0}, 0);
    var measures = (ClassMeasures) BranchMeasures.of(tie);
    assertThat(measures.scores().top1Error()).isEqualTo(100);
    assertThat(measures.confusion().error(0)).isEqualTo(100);
    double confidence = Math.E / (2 * Math.E + 1);
    assertThat(measures.calibration().error()).isCloseTo(100 * confidence, within(1e-6));
  }

  @Test
  void countsAttributesByTruthAndAnswer() {
    float[] both = {1, 0};
    var measures =
        (AttributeMeasures)
            sum(
                new AttributeAnswer(new float[] {2, 2}, both),
                new AttributeAnswer(new float[] {-2, -2}, both),
                new AttributeAnswer(new float[] {0, Float.NaN}, both),
                new AttributeAnswer(new float[] {5, 5}, new float[] {1, 1}));
    assertThat(measures.counts())
        .containsExactly(new AttributeCounts(2, 0, 0, 2), new AttributeCounts(1, 2, 1, 0));
    assertThat(measures.counts().get(0).positives()).isEqualTo(4);
    assertThat(measures.counts().get(0).accuracy()).isEqualTo(50);
    assertThat(measures.counts().get(1).positives()).isEqualTo(1);
    assertThat(measures.counts())
        .extracting(AttributeCounts::accuracy)
        .isEqualTo(measures.scores().accuracies());
  }

  @Test
  void theConfidenceInAnAttributeIsThatOfWhatIsSaid() {
    float[] scores = {(float) Math.log(4), (float) -Math.log(4)}; // 0.8 and 0.2
    var measures =
        (AttributeMeasures) BranchMeasures.of(new AttributeAnswer(scores, new float[] {1, 1}));
    Calibration.Bin bin = measures.calibration().bins().get(11); // (11/15, 12/15]
    assertThat(bin.answers() + measures.calibration().bins().get(12).answers()).isEqualTo(2);
    assertThat(measures.calibration().error()).isCloseTo(30, within(1e-5));
  }
}
