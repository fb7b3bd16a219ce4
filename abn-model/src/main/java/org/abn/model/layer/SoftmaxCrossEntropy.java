package org.abn.model.layer;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Softmax cross-entropy from the logits, {@code log(sum exp(z)) - z[label]}.
 *
 * <p>Unlike DL4J's {@code LossMCXENT}, which takes the logarithm of clipped probabilities, it is
 * exact for any logits. Logits and one-hot labels {@code [N, K]}; a mask is refused. The output
 * layer's activation must be the softmax; it is part of this loss.
 */
public final class SoftmaxCrossEntropy implements ILossFunction {

  /** The loss; it has no settings. */
  public SoftmaxCrossEntropy() {}

  @Override
  public double computeScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    double sum = computeScoreArray(labels, logits, activation, mask).sumNumber().doubleValue();
    return average ? sum / logits.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    refuse(mask);
    INDArray shifted = logits.subColumnVector(logits.max(true, 1));
    INDArray logSum = Transforms.log(Transforms.exp(shifted, true).sum(true, 1), false);
    return logSum.subi(shifted.muli(labels).sum(true, 1));
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    refuse(mask);
    return Nd4j.nn().softmax(logits, 1).subi(labels);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    return Pair.of(
        computeScore(labels, logits, activation, mask, average),
        computeGradient(labels, logits, activation, mask));
  }

  private static void refuse(INDArray mask) {
    if (mask != null) {
      throw new IllegalArgumentException("Softmax cross-entropy takes no mask");
    }
  }

  @Override
  public String name() {
    return "SoftmaxCrossEntropy";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SoftmaxCrossEntropy;
  }

  @Override
  public int hashCode() {
    return SoftmaxCrossEntropy.class.hashCode();
  }
}
