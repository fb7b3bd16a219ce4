package org.abn.model.backbone;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;

/**
 * A residual block whose residual's channels are weighted before the join (Hu et al. 2018, Fig. 3).
 *
 * @param block the block inside
 */
record SqueezeAndExcitation(ResidualBlock block) implements ResidualBlock {

  /** The authors divide a bottleneck's planes by 4 and a basic block's by 16; both are this. */
  private static final int REDUCTION_RATIO = 16;

  @Override
  public int outChannels() {
    return block.outChannels();
  }

  @Override
  public FeatureMap residual(GraphScope g, FeatureMap in, int stride) {
    FeatureMap residual = block.residual(g, in, stride);
    return g.squeezeAndExcite("excited", residual, outChannels() / REDUCTION_RATIO);
  }
}
