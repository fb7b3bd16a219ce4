package org.abn.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AttributeAnswerTest {

  @Test
  void probabilitiesAreTheSigmoidAndOfAPairItsSoftmax() {
    float[] labels = {1, 0};
    var answer = new AttributeAnswer(new float[] {(float) Math.log(3), -800}, labels);
    assertThat(answer.probability(0)).isCloseTo(0.75, within(1e-7));
    assertThat(answer.probability(1)).isZero();
    var pairs = AttributeAnswer.ofPairs(new float[] {1, 1 + (float) Math.log(3), 4, 4}, labels);
    assertThat(pairs.probability(0)).isCloseTo(0.75, within(1e-7));
    assertThat(pairs.probability(1)).isEqualTo(0.5);
  }

  @Test
  void knowsTheTruth() {
    var answer = new AttributeAnswer(new float[] {2, 2, 0}, new float[] {1, 0, 1});
    assertThat(answer.has(0)).isTrue();
    assertThat(answer.has(1)).isFalse();
    assertThat(answer.isCorrect(0)).isTrue();
    assertThat(answer.isCorrect(1)).isFalse();
    assertThat(answer.isCorrect(2)).isFalse();
  }
}
