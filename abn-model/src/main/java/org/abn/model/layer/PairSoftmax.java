package org.abn.model.layer;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The softmax of each pair of neighbours: {@code [N, 2 T]} to probabilities {@code [N, 2 T]}, of
 * which those at 2 t and 2 t + 1 add up to one.
 */
public final class PairSoftmax extends BaseActivationFunction {

  /** The activation; it has no settings. */
  public PairSoftmax() {}

  @Override
  public INDArray getActivation(INDArray logits, boolean training) {
    return probabilities(logits).reshape('c', logits.shape());
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray logits, INDArray outputGradient) {
    assertShape(logits, outputGradient);
    INDArray gradient = pairs(outputGradient).dup('c');
    INDArray probabilities = probabilities(logits);
    gradient.subiColumnVector(gradient.mul(probabilities).sum(true, 1)).muli(probabilities);
    return Pair.of(gradient.reshape('c', logits.shape()), null);
  }

  private static INDArray probabilities(INDArray logits) {
    return Nd4j.nn().softmax(pairs(logits), 1);
  }

  /** {@code [N T, 2]}. */
  private static INDArray pairs(INDArray values) {
    return values.reshape('c', values.length() / 2, 2);
  }

  @Override
  public String toString() {
    return "pairsoftmax";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PairSoftmax;
  }

  @Override
  public int hashCode() {
    return PairSoftmax.class.hashCode();
  }
}
