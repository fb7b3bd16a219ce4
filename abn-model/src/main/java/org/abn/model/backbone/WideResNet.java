package org.abn.model.backbone;

import org.abn.model.backbone.StagedBackbone.Names;
import org.abn.model.layer.Linear;

/** Wide residual networks for small images (Zagoruyko and Komodakis 2016). */
public final class WideResNet {

  private static final Names NAMES = new Names("block%d.layer.", "att_block%d.layer.", "bn1", "fc");

  private WideResNet() {}

  /**
   * The network of depth {@code 6 n + 4}, of {@code n} blocks a stage.
   *
   * @param depth 10, 16, 22, 28, ...
   * @param wideningFactor k, at least 1
   * @param dropout inside each block, in [0, 1); 0.3 in the paper
   * @throws IllegalArgumentException where the depth is not {@code 6 n + 4}, or the widening factor
   *     is less than 1
   */
  public static Backbone of(int depth, int wideningFactor, double dropout) {
    if (depth < 10 || (depth - 4) % 6 != 0) {
      throw new IllegalArgumentException(
          "depth of a Wide ResNet must be 6 n + 4 (10, 16, 22, ...), cannot be: " + depth);
    }
    Sizes.requirePositive("widening factor", wideningFactor);
    int n = (depth - 4) / 6;
    int k = wideningFactor;
    return StagedBackbone.of(NAMES, Stem.smallBare(16))
        .stage(n, new PreActivationBlock(16 * k, dropout)) //             32 x 32
        .downsamplingStage(n, new PreActivationBlock(32 * k, dropout)) // 16 x 16
        .downsamplingStage(n, new PreActivationBlock(64 * k, dropout)) //  8 x 8
        .classifierFrom(Linear.Start.UNIFORM_WITHOUT_BIAS);
  }
}
