package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SoftmaxCrossEntropyTest {

  private static final INDArray LABELS = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}});

  private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();

  @Test
  void isExactWhereClippedProbabilitiesAreNot() {
    INDArray logits = Nd4j.createFromArray(new double[][] {{-500, 500}, {0, 0}});
    assertThat(loss.computeScore(LABELS, logits, new ActivationSoftmax(), null, false))
        .isCloseTo(1000 + Math.log(2), within(1e-9));
  }

  @Test
  void averagesOverTheBatchWhereAsked() {
    INDArray logits = Nd4j.createFromArray(new double[][] {{3, 3}, {3, 3}});
    assertThat(loss.computeScore(LABELS, logits, new ActivationSoftmax(), null, true))
        .isCloseTo(Math.log(2), within(1e-12));
  }

  @Test
  void leavesTheLogitsAlone() {
    INDArray logits = Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}});
    INDArray before = logits.dup();
    var both = loss.computeGradientAndScore(LABELS, logits, new ActivationSoftmax(), null, true);
    assertThat(both.getSecond().sumNumber().doubleValue()).isCloseTo(0, within(1e-12));
    assertThat(logits).isEqualTo(before);
  }

  @Test
  void refusesAMask() {
    assertThatThrownBy(() -> loss.computeGradient(LABELS, LABELS, new ActivationSoftmax(), LABELS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Labels of one column would spread over all logits without a word. */
  @Test
  void refusesLabelsOfAnotherShape() {
    INDArray logits = Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}});
    INDArray column = Nd4j.createFromArray(new double[][] {{1}, {0}});
    assertThatThrownBy(() -> loss.computeScore(column, logits, new ActivationSoftmax(), null, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SoftmaxCrossEntropy expects labels [2, 2] for logits [2, 2], got [2, 1]");
    assertThatThrownBy(() -> loss.computeGradient(column, logits, new ActivationSoftmax(), null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
