package org.abn.model.backbone;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;

/** A unit of a residual network (He et al. 2016): {@code ReLU(residual + shortcut)}. */
sealed interface ResidualBlock extends Block
    permits BasicBlock, Bottleneck, GroupedBottleneck, SqueezeAndExcitation {

  /**
   * The modules of a projected shortcut in the public checkpoints.
   *
   * @param convolution of kernel 1x1
   * @param norm behind it
   */
  record Shortcut(String convolution, String norm) {
    static final Shortcut OF_RESNET = new Shortcut("downsample.0", "downsample.1");
  }

  /** Channels of what the block gives. */
  int outChannels();

  /** The path beside the shortcut, ending before the join. */
  FeatureMap residual(GraphScope g, FeatureMap in, int stride);

  /** What the shortcut's modules are called. */
  default Shortcut shortcut() {
    return Shortcut.OF_RESNET;
  }

  /** The block: residual path, shortcut (projected where the shape changes), join. */
  @Override
  default FeatureMap build(GraphScope g, FeatureMap in, int stride) {
    FeatureMap residual = residual(g, in, stride);
    FeatureMap shortcut = in;
    if (stride != 1 || in.channels() != outChannels()) {
      FeatureMap projected = g.convolution(shortcut().convolution(), in, outChannels(), 1, stride);
      shortcut = g.batchNorm(shortcut().norm(), projected);
    }
    return g.addReLU("join", residual, shortcut);
  }
}
