package org.abn.model.layer;

import java.util.Arrays;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * What the losses from logits share: no settings, no masks, and an activation of the output layer
 * that is part of the loss.
 */
abstract class CrossEntropy implements ILossFunction {

  /** The loss of each example, {@code [N, 1]}; changes no argument. */
  abstract INDArray losses(INDArray labels, INDArray logits);

  /** The gradient of the sum of the losses, of the shape of the logits; changes no argument. */
  abstract INDArray gradient(INDArray labels, INDArray logits);

  /** Refuses labels of another shape than the loss expects. */
  final void expect(INDArray labels, INDArray logits, long... labelShape) {
    if (!Arrays.equals(labels.shape(), labelShape)) {
      throw new IllegalArgumentException(
          "%s expects labels %s for logits %s, got %s"
              .formatted(
                  name(),
                  Arrays.toString(labelShape),
                  Arrays.toString(logits.shape()),
                  Arrays.toString(labels.shape())));
    }
  }

  @Override
  public final double computeScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    double sum = computeScoreArray(labels, logits, activation, mask).sumNumber().doubleValue();
    return average ? sum / logits.size(0) : sum;
  }

  @Override
  public final INDArray computeScoreArray(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    refuse(mask);
    return losses(labels, logits);
  }

  @Override
  public final INDArray computeGradient(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    refuse(mask);
    return gradient(labels, logits);
  }

  @Override
  public final Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    return Pair.of(
        computeScore(labels, logits, activation, mask, average),
        computeGradient(labels, logits, activation, mask));
  }

  private void refuse(INDArray mask) {
    if (mask != null) {
      throw new IllegalArgumentException(name() + " takes no mask");
    }
  }

  @Override
  public final String name() {
    return getClass().getSimpleName();
  }

  /** A loss without settings equals every other of its kind, and none of another. */
  @Override
  @SuppressWarnings("EqualsGetClass")
  public final boolean equals(Object other) {
    return other != null && getClass() == other.getClass();
  }

  @Override
  public final int hashCode() {
    return getClass().hashCode();
  }
}
