package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PairSoftmaxTest {

  private final PairSoftmax softmax = new PairSoftmax();

  @Test
  void givesTheProbabilitiesOfEachPair() {
    double three = Math.log(3);
    INDArray logits = Nd4j.createFromArray(new double[][] {{0, 0, 0, three}, {900, 0, three, 0}});
    assertThat(softmax.getActivation(logits, false).ravel().toDoubleVector())
        .containsExactly(new double[] {0.5, 0.5, 0.25, 0.75, 1, 0, 0.75, 0.25}, within(1e-12));
  }

  @Test
  void passesGradientsThroughEachPair() {
    Nd4j.getRandom().setSeed(3);
    INDArray logits = Nd4j.randn(DataType.DOUBLE, 3, 4);
    INDArray outer = Nd4j.randn(DataType.DOUBLE, 3, 4);
    CentralDifferences.assertEqual(
        "logits",
        () -> softmax.getActivation(logits.dup(), true).mul(outer).sumNumber().doubleValue(),
        logits,
        softmax.backprop(logits, outer).getFirst(),
        1);
  }
}
