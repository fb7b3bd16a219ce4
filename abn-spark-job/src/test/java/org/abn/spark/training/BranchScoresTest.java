package org.abn.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BranchScoresTest {

  @Test
  void countsErrorsAmongTheFirstAndTheFirstFive() {
    float[][] logits = {
      {9, 1, 2, 3, 4, 5}, // right
      {1, 9, 8, 7, 6, 0}, // fifth
      {0, 9, 8, 7, 6, 5} // sixth
    };
    BranchScores scores = BranchScores.of(logits, new int[] {0, 0, 0});
    assertThat(scores.top1Error()).isCloseTo(200.0 / 3, within(1e-9));
    assertThat(scores.top5Error()).isCloseTo(100.0 / 3, within(1e-9));
  }

  @Test
  void takesNoCreditForTiesOrForNaN() {
    assertThat(BranchScores.of(new float[][] {{1, 1}}, new int[] {0}).top1Errors()).isOne();
    float[][] broken = {{Float.NaN, Float.NaN}};
    assertThat(BranchScores.of(broken, new int[] {1}).top1Errors()).isOne();
  }

  @Test
  void staysFiniteForLargeLogits() {
    BranchScores scores = BranchScores.of(new float[][] {{500, -500}}, new int[] {1});
    assertThat(scores.meanLoss()).isCloseTo(1000, within(1e-9));
  }

  @Test
  void addsUp() {
    BranchScores one = new BranchScores(2, 3.5, 1, 0);
    assertThat(one.plus(one)).isEqualTo(new BranchScores(4, 7, 2, 0));
  }
}
