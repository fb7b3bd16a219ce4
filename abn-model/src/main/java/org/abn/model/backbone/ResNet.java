package org.abn.model.backbone;

import java.util.function.IntFunction;

/** Residual networks for small images (He et al. 2016, section 4.2). */
public final class ResNet {

  /** From this depth on the authors' code uses bottlenecks, so its "ResNet110" has 164 layers. */
  private static final int FIRST_BOTTLENECK_DEPTH = 44;

  private ResNet() {}

  /**
   * The CIFAR network of depth {@code 6 n + 2}, of {@code n} blocks a stage.
   *
   * @param depth 8, 14, 20, ...; 20, 32, 44, 56 and 110 in the paper
   * @throws IllegalArgumentException where the depth is not {@code 6 n + 2}
   */
  public static Backbone forCifar(int depth) {
    if (depth < 8 || (depth - 2) % 6 != 0) {
      throw new IllegalArgumentException(
          "depth of a CIFAR ResNet must be 6 n + 2 (8, 14, 20, ...), cannot be: " + depth);
    }
    return depth < FIRST_BOTTLENECK_DEPTH
        ? forCifar((depth - 2) / 6, BasicBlock::new)
        : forCifar((depth - 2) / 6, Bottleneck::new);
  }

  private static Backbone forCifar(int n, IntFunction<ResidualBlock> block) {
    return Backbone.withStem3x3(16)
        .stage(n, block.apply(16)) //             32 x 32
        .downsamplingStage(n, block.apply(32)) // 16 x 16
        .downsamplingStage(n, block.apply(64)); //  8 x 8
  }
}
