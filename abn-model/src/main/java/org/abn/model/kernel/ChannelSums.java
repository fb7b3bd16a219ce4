package org.abn.model.kernel;

import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sums of feature maps by channel, as products with vectors of ones.
 *
 * <p>ND4J's own reductions over {@code N, H, W} are slower. Two products, first over the batch and
 * then over positions, also keep the rounding error of FLOAT low: no sum has more than {@code
 * max(N, H W)} terms.
 */
final class ChannelSums {

  private ChannelSums() {}

  /**
   * @param x a map of C channels in any {@link Layout}, contiguous in row-major order
   * @param sums {@code [C]}, overwritten
   * @param scratch makes working memory of a shape
   */
  static void into(INDArray x, INDArray sums, Function<long[], INDArray> scratch) {
    long batch = x.size(0);
    long values = x.length() / batch;
    INDArray overBatch = scratch.apply(new long[] {1, values});
    INDArray rows = x.reshape('c', batch, values);
    Nd4j.gemm(ones(batch, scratch), rows, overBatch, false, false, 1, 0);
    Layout layout = Layout.of(x.shape());
    if (layout.isBlocked()) {
      overBlockedPositions(overBatch, sums, layout.block());
    } else {
      overPositions(overBatch, sums, scratch);
    }
  }

  /** By ND4J's reduction: one image is little. */
  private static void overBlockedPositions(INDArray overBatch, INDArray sums, long block) {
    long blocks = sums.length() / block;
    long positions = overBatch.length() / sums.length();
    INDArray blocked = overBatch.reshape('c', blocks, positions, block);
    blocked.sum(sums.reshape('c', blocks, block), 1);
  }

  private static void overPositions(
      INDArray overBatch, INDArray sums, Function<long[], INDArray> scratch) {
    long channels = sums.length();
    long positions = overBatch.length() / channels;
    INDArray columns = overBatch.reshape('c', positions, channels);
    INDArray row = sums.reshape('c', 1, channels);
    Nd4j.gemm(ones(positions, scratch), columns, row, false, false, 1, 0);
  }

  private static INDArray ones(long length, Function<long[], INDArray> scratch) {
    return scratch.apply(new long[] {1, length}).assign(1);
  }
}
