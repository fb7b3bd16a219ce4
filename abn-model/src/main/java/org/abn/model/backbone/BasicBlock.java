package org.abn.model.backbone;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;

/**
 * Two 3x3 convolutions (He et al. 2016, Fig. 5 left).
 *
 * @param outChannels channels of both
 */
record BasicBlock(int outChannels) implements ResidualBlock {

  @Override
  public FeatureMap residual(GraphScope g, FeatureMap in, int stride) {
    FeatureMap x = g.convolution("conv1", in, outChannels, 3, stride);
    x = g.batchNormReLU("bn1", x);
    x = g.convolution("conv2", x, outChannels, 3, 1);
    return g.batchNorm("bn2", x);
  }
}
