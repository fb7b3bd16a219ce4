package org.abn.data.batch;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Examples to train on or to evaluate, with arrays outside every workspace.
 *
 * @param images normalised, FLOAT {@code [N, H, W, C]} in 'c' order: channels last
 * @param labels FLOAT: one-hot {@code [N, K]} for K classes, or 0 and 1 {@code [N, T]} for T
 *     attributes
 * @param classes the N classes, from 0, not to be changed; none where there are attributes
 * @param ids of the N records
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MiniBatch(INDArray images, INDArray labels, int[] classes, List<String> ids)
    implements AutoCloseable {
  /** Copies the ids. */
  public MiniBatch {
    ids = List.copyOf(ids);
  }

  /**
   * The number of examples.
   *
   * @return N
   */
  public int size() {
    return ids.size();
  }

  /** Frees the arrays at once, rather than when the garbage collector finds them. */
  @Override
  public void close() {
    images.close();
    labels.close();
  }
}
