package org.abn.model.backbone;

import org.abn.model.backbone.StagedBackbone.Names;

/** Densely connected networks for small images, with bottlenecks and compression: DenseNet-BC. */
public final class DenseNet {

  private static final Names NAMES = new Names("dense%d.", "att_dense%d.", "bn", "fc");
  private static final int COMPRESSION = 2;

  private DenseNet() {}

  /**
   * The network of depth {@code 6 n + 4}, of {@code n} dense layers a stage (Huang et al. 2017).
   *
   * @param depth 10, 16, 22, ..., 100
   * @param growthRate k, channels that each layer adds; 12 in the paper
   * @param dropout behind each layer, in [0, 1)
   * @throws IllegalArgumentException where the depth is not {@code 6 n + 4}, or the growth rate is
   *     less than 1
   */
  public static Backbone of(int depth, int growthRate, double dropout) {
    if (depth < 10 || (depth - 4) % 6 != 0) {
      throw new IllegalArgumentException(
          "depth of a DenseNet-BC must be 6 n + 4 (10, 16, 22, ...), cannot be: " + depth);
    }
    Sizes.requirePositive("growth rate", growthRate);
    int n = (depth - 4) / 6;
    var layer = new DenseLayer(growthRate, dropout);
    return StagedBackbone.of(NAMES, Stem.smallBare(2 * growthRate))
        .stage(n, layer) // 32 x 32
        .transition(COMPRESSION)
        .stage(n, layer) // 16 x 16
        .transition(COMPRESSION)
        .stage(n, layer); // 8 x 8
  }
}
