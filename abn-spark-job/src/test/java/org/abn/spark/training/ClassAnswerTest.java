package org.abn.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassAnswerTest {

  private static final float NAN = Float.NaN;

  @Test
  void predictsTheHighestScore() {
    assertThat(new ClassAnswer(new float[] {1, 3, 2}, 1).predicted()).isEqualTo(1);
    assertThat(new ClassAnswer(new float[] {1, 3, 2}, 0).predicted()).isEqualTo(1);
  }

  @Test
  void predictsTheTrueClassOnlyWhereItIsCountedAsRight() {
    var tie = new ClassAnswer(new float[] {3, 3, 3}, 0);
    assertThat(tie.isCorrect()).isFalse();
    assertThat(tie.predicted()).isEqualTo(1);
    assertThat(new ClassAnswer(new float[] {9, NAN, 1}, 0).predicted()).isEqualTo(1);
    assertThat(new ClassAnswer(new float[] {NAN, NAN}, 1).predicted()).isEqualTo(0);
  }

  @Test
  void ordersClassesByTheirScoresAndEqualOnesByNumber() {
    var answer = new ClassAnswer(new float[] {0, 5, 7, 5, -1}, 4);
    assertThat(answer.best(3)).containsExactly(2, 1, 3);
    assertThat(answer.best(9)).containsExactly(2, 1, 3, 0, 4);
  }

  @Test
  void probabilitiesAreTheSoftmax() {
    float[] logits = {(float) Math.log(1), (float) Math.log(2), (float) Math.log(5)};
    double[] probabilities = new ClassAnswer(logits, 0).probabilities();
    assertThat(probabilities).containsExactly(new double[] {0.125, 0.25, 0.625}, within(1e-7));
    assertThat(new ClassAnswer(new float[] {1000, 0}, 0).probabilities()).containsExactly(1, 0);
  }
}
