package org.abn.model.backbone;

/** A unit of a residual network (He et al. 2016); a stage repeats it. */
sealed interface ResidualBlock permits BasicBlock, Bottleneck {

  /** Channels of what the block gives. */
  int outChannels();

  /** The path beside the shortcut, ending before the join. */
  FeatureMap residual(GraphScope g, FeatureMap in, int stride);

  /** The block: residual path, shortcut (projected where the shape changes), join. */
  default FeatureMap build(GraphScope g, FeatureMap in, int stride) {
    FeatureMap residual = residual(g, in, stride);
    FeatureMap shortcut = in;
    if (stride != 1 || in.channels() != outChannels()) {
      FeatureMap projected = g.convolution("downsample.0", in, outChannels(), 1, stride);
      shortcut = g.batchNorm("downsample.1", projected);
    }
    return g.residualJoin("join", residual, shortcut);
  }
}
