package org.abn.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.abn.model.parts.OutputKind;
import org.junit.jupiter.api.Test;

class ClassScoresTest {

  private static BranchScores scores(float[][] logits, float[][] labels) {
    BranchScores sum = NoScores.NONE;
    for (int n = 0; n < labels.length; n++) {
      sum = sum.plus(Answer.of(OutputKind.CLASSES, logits[n], labels[n]).scores());
    }
    return sum;
  }

  @Test
  void countsErrorsAmongTheFirstAndTheFirstFive() {
    float[][] logits = {
      {9, 1, 2, 3, 4, 5}, // right
      {1, 9, 8, 7, 6, 0}, // fifth
      {0, 9, 8, 7, 6, 5} // sixth
    };
    float[] first = {1, 0, 0, 0, 0, 0};
    BranchScores scores = scores(logits, new float[][] {first, first, first});
    assertThat(scores.top1Error()).isCloseTo(200.0 / 3, within(1e-9));
    assertThat(scores.top5Error().orElseThrow()).isCloseTo(100.0 / 3, within(1e-9));
  }

  @Test
  void takesNoCreditForTiesOrForNaN() {
    float[][] second = {{0, 1}};
    assertThat(scores(new float[][] {{1, 1}}, second).top1Error()).isEqualTo(100);
    float[][] broken = {{Float.NaN, Float.NaN}};
    assertThat(scores(broken, second).top1Error()).isEqualTo(100);
  }

  @Test
  void staysFiniteForLargeLogits() {
    BranchScores scores = scores(new float[][] {{500, -500}}, new float[][] {{0, 1}});
    assertThat(scores.meanLoss()).isCloseTo(1000, within(1e-9));
  }

  @Test
  void addsUp() {
    BranchScores one = new ClassScores(2, 3.5, 1, 0);
    assertThat(one.plus(one)).isEqualTo(new ClassScores(4, 7, 2, 0));
    assertThat(one.plus(NoScores.NONE)).isEqualTo(one);
    assertThat(NoScores.NONE.plus(one)).isEqualTo(one);
  }
}
