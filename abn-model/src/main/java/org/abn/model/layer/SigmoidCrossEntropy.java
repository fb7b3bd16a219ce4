package org.abn.model.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The mean over T tasks of the binary cross-entropy, from one logit a task: {@code log(1 + exp(z))
 * - z label}, exact for any logits.
 *
 * <p>Logits and labels {@code [N, T]}, labels 0 or 1; a mask is refused. The output layer's
 * activation must be the sigmoid; it is part of this loss.
 */
public final class SigmoidCrossEntropy extends CrossEntropy {

  /** The loss; it has no settings. */
  public SigmoidCrossEntropy() {}

  /** {@code log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|))}, which cannot overflow. */
  @Override
  INDArray losses(INDArray labels, INDArray logits) {
    expect(labels, logits, logits.shape());
    INDArray small = Transforms.exp(Transforms.abs(logits, true).negi(), false);
    return Nd4j.exec(new Log1p(small, small))
        .addi(Transforms.relu(logits, true))
        .subi(logits.mul(labels))
        .mean(true, 1);
  }

  @Override
  INDArray gradient(INDArray labels, INDArray logits) {
    expect(labels, logits, logits.shape());
    return Transforms.sigmoid(logits, true).subi(labels).divi(logits.size(1));
  }
}
