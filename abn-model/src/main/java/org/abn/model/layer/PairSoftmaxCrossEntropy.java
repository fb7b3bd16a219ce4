package org.abn.model.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The mean over T tasks of the softmax cross-entropy of two logits a task, exact for any logits.
 *
 * <p>Logits {@code [N, 2 T]} with those of task t at 2 t and 2 t + 1; labels {@code [N, T]}, 0 or
 * 1, say which of the two is due. A mask is refused. The output layer's activation must be {@link
 * PairSoftmax}; it is part of this loss.
 *
 * <p>As the softmax of two logits is the sigmoid of their difference, this is {@link
 * SigmoidCrossEntropy} of the differences.
 */
public final class PairSoftmaxCrossEntropy extends CrossEntropy {

  private static final SigmoidCrossEntropy OF_DIFFERENCES = new SigmoidCrossEntropy();

  /** The loss; it has no settings. */
  public PairSoftmaxCrossEntropy() {}

  @Override
  INDArray losses(INDArray labels, INDArray logits) {
    return OF_DIFFERENCES.losses(labels, differences(labels, logits));
  }

  @Override
  INDArray gradient(INDArray labels, INDArray logits) {
    INDArray ofSecond = OF_DIFFERENCES.gradient(labels, differences(labels, logits));
    return Nd4j.stack(2, ofSecond.neg(), ofSecond).reshape('c', logits.shape());
  }

  /** The second logit of each task minus its first, {@code [N, T]}. */
  private INDArray differences(INDArray labels, INDArray logits) {
    expect(labels, logits, logits.size(0), logits.size(1) / 2);
    return ofEach(1, logits).sub(ofEach(0, logits));
  }

  private static INDArray ofEach(int place, INDArray logits) {
    return logits.get(NDArrayIndex.all(), NDArrayIndex.interval(place, 2, logits.size(1)));
  }
}
