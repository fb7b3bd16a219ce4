package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SigmoidCrossEntropyTest {

  private static final IActivation SIGMOID = new ActivationSigmoid();

  private final SigmoidCrossEntropy loss = new SigmoidCrossEntropy();
  private final INDArray labels = Nd4j.createFromArray(new double[][] {{1, 0, 1}, {0, 0, 1}});

  @Test
  void isTheMeanOverTasks() {
    INDArray logits = Nd4j.createFromArray(new double[][] {{0, 0, 0}, {0, 0, Math.log(3)}});
    INDArray losses = loss.computeScoreArray(labels, logits, SIGMOID, null);
    assertThat(losses.shape()).containsExactly(2, 1);
    assertThat(losses.getDouble(0)).isCloseTo(Math.log(2), within(1e-12));
    assertThat(losses.getDouble(1))
        .isCloseTo((2 * Math.log(2) + Math.log(4.0 / 3)) / 3, within(1e-12));
  }

  @Test
  void isExactForLargeLogits() {
    INDArray logits = Nd4j.createFromArray(new double[][] {{-900, 900, 900}, {0, 0, 0}});
    assertThat(loss.computeScore(labels, logits, SIGMOID, null, false))
        .isCloseTo(1800.0 / 3 + Math.log(2), within(1e-9));
  }

  @Test
  void hasTheGradientOfTheSumOverExamples() {
    Nd4j.getRandom().setSeed(3);
    INDArray logits = Nd4j.randn(DataType.DOUBLE, 2, 3);
    CentralDifferences.assertEqual(
        "logits",
        () -> loss.computeScore(labels, logits, SIGMOID, null, false),
        logits,
        loss.computeGradient(labels, logits, SIGMOID, null),
        1);
  }

  @Test
  void refusesLabelsOfAnotherShape() {
    INDArray logits = Nd4j.create(DataType.DOUBLE, 2, 6);
    assertThatThrownBy(() -> loss.computeGradient(labels, logits, SIGMOID, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SigmoidCrossEntropy expects labels [2, 6] for logits [2, 6], got [2, 3]");
  }
}
