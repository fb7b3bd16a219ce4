package org.abn.model.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Softmax cross-entropy from the logits, {@code log(sum exp(z)) - z[label]}.
 *
 * <p>Unlike DL4J's {@code LossMCXENT}, which takes the logarithm of clipped probabilities, it is
 * exact for any logits. Logits and one-hot labels {@code [N, K]}; a mask is refused. The output
 * layer's activation must be the softmax; it is part of this loss.
 */
public final class SoftmaxCrossEntropy extends CrossEntropy {

  /** The loss; it has no settings. */
  public SoftmaxCrossEntropy() {}

  @Override
  INDArray losses(INDArray labels, INDArray logits) {
    expect(labels, logits, logits.shape());
    INDArray shifted = logits.subColumnVector(logits.max(true, 1));
    INDArray logSum = Transforms.log(Transforms.exp(shifted, true).sum(true, 1), false);
    return logSum.subi(shifted.muli(labels).sum(true, 1));
  }

  @Override
  INDArray gradient(INDArray labels, INDArray logits) {
    expect(labels, logits, logits.shape());
    return Nd4j.nn().softmax(logits, 1).subi(labels);
  }
}
