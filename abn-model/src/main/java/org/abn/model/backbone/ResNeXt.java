package org.abn.model.backbone;

import org.abn.model.backbone.StagedBackbone.Names;
import org.abn.model.layer.Linear;

/** Residual networks of grouped convolutions for small images (Xie et al. 2017). */
public final class ResNeXt {

  private static final Names NAMES =
      new Names(
          "stage_%1$d.stage_%1$d_bottleneck_", "stage_att.stage_att_bottleneck_", "", "classifier");

  private static final int STEM = 64;

  private ResNeXt() {}

  /**
   * The network of {@code (depth - 2) / 9} blocks a stage, rounded down: two for the 28 of the
   * paper's text, three for the 29 of the authors' recipe.
   *
   * @param depth at least 11
   * @param cardinality groups of the 3x3 convolution; 8 in the paper
   * @param wideningFactor channels of a stage's output, in 64s; 4 in the paper
   * @throws IllegalArgumentException where a value is too small
   */
  public static Backbone of(int depth, int cardinality, int wideningFactor) {
    if (depth < 11) {
      throw new IllegalArgumentException(
          "depth of a ResNeXt must be at least 11, cannot be: " + depth);
    }
    Sizes.requirePositive("cardinality", cardinality);
    Sizes.requirePositive("widening factor", wideningFactor);
    int n = (depth - 2) / 9;
    int width = STEM * wideningFactor;
    return StagedBackbone.of(NAMES, Stem.small("conv_1_3x3", STEM, "bn_1"))
        .stage(n, block(width, cardinality, wideningFactor)) //                32 x 32
        .downsamplingStage(n, block(2 * width, cardinality, wideningFactor)) // 16 x 16
        .downsamplingStage(n, block(4 * width, cardinality, wideningFactor)) //  8 x 8
        .ending(AttentionHead.WITHOUT_FIRST_NORM)
        .classifierFrom(Linear.Start.KAIMING);
  }

  private static Block block(int outChannels, int cardinality, int wideningFactor) {
    return new GroupedBottleneck(
        outChannels, cardinality * outChannels / wideningFactor, cardinality);
  }
}
