package org.abn.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.abn.model.layer.PairSoftmaxCrossEntropy;
import org.abn.model.layer.SigmoidCrossEntropy;
import org.abn.model.parts.OutputKind;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

class AttributeScoresTest {

  private static final float[][] LABELS = {{1, 0, 1}, {0, 0, 1}};

  private static BranchScores scores(OutputKind kind, float[][] logits, float[][] labels) {
    BranchScores sum = NoScores.NONE;
    for (int n = 0; n < labels.length; n++) {
      sum = sum.plus(Answer.of(kind, logits[n], labels[n]).scores());
    }
    return sum;
  }

  @Test
  void countsForEveryAttributeTheScoresOnTheSideOfTheLabel() {
    float[][] scores = {{2, 3, -1}, {-4, -5, 6}};
    assertThat(scores(OutputKind.ATTRIBUTES, scores, LABELS))
        .isInstanceOfSatisfying(
            AttributeScores.class,
            counted -> {
              assertThat(counted.examples()).isEqualTo(2);
              assertThat(counted.correct()).containsExactly(2L, 1L, 1L);
              assertThat(counted.accuracies()).containsExactly(100.0, 50.0, 50.0);
              assertThat(counted.top1Error()).isCloseTo(100.0 / 3, within(1e-9));
              assertThat(counted.top5Error()).isEmpty();
            });
  }

  @Test
  void theSecondLogitOfAPairStandsForOne() {
    float[][] pairs = {{1, 3, 0, 3, 0, -1}, {4, 0, -1, -6, -3, 3}};
    assertThat(scores(OutputKind.ATTRIBUTE_PAIRS, pairs, LABELS))
        .isEqualTo(scores(OutputKind.ATTRIBUTES, new float[][] {{2, 3, -1}, {-4, -5, 6}}, LABELS));
  }

  @Test
  void takesNoCreditForTiesOrForNaN() {
    float[][] undecided = {{0, 0, Float.NaN}, {Float.NaN, -0f, 0}};
    assertThat(scores(OutputKind.ATTRIBUTES, undecided, LABELS).top1Error()).isEqualTo(100);
    float infinite = Float.POSITIVE_INFINITY;
    float[][] ties = {{7, 7, infinite, infinite, Float.NaN, 1}, {7, 7, 0, 0, 1, Float.NaN}};
    assertThat(scores(OutputKind.ATTRIBUTE_PAIRS, ties, LABELS).top1Error()).isEqualTo(100);
  }

  @Test
  void theLossIsTheOneThatIsTrainedOn() {
    float[][] scores = {{0.3f, -2, 9}, {-0.7f, 0, -60}};
    assertThat(scores(OutputKind.ATTRIBUTES, scores, LABELS).meanLoss())
        .isCloseTo(trainedOn(new SigmoidCrossEntropy(), scores), within(1e-6));
    float[][] pairs = {{0.3f, -2, 9, 1, 0, 1}, {-0.7f, 0, -60, 2, 3, 50}};
    assertThat(scores(OutputKind.ATTRIBUTE_PAIRS, pairs, LABELS).meanLoss())
        .isCloseTo(trainedOn(new PairSoftmaxCrossEntropy(), pairs), within(1e-6));
  }

  private static double trainedOn(ILossFunction loss, float[][] logits) {
    var labels = Nd4j.createFromArray(LABELS);
    var array = Nd4j.createFromArray(logits);
    return loss.computeScore(labels, array, new ActivationIdentity(), null, true);
  }

  @Test
  void staysFiniteForLargeScores() {
    float[][] wrong = {{-500, 500, -500}, {500, 500, -500}};
    assertThat(scores(OutputKind.ATTRIBUTES, wrong, LABELS).meanLoss())
        .isCloseTo(500, within(1e-9));
  }

  @Test
  void addsUp() {
    BranchScores one = new AttributeScores(2, 3.5, List.of(1L, 2L));
    assertThat(one.plus(one)).isEqualTo(new AttributeScores(4, 7, List.of(2L, 4L)));
    assertThat(one.plus(NoScores.NONE)).isEqualTo(one);
    assertThat(NoScores.NONE.plus(one)).isEqualTo(one);
  }
}
