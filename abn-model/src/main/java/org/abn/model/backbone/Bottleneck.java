package org.abn.model.backbone;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;

/**
 * Convolutions 1x1, 3x3 and 1x1, the last of four times the width (He et al. 2016, Fig. 5 right).
 * The 3x3 convolution carries the stride, as in PyTorch.
 *
 * @param planes channels of the first two convolutions
 */
record Bottleneck(int planes) implements ResidualBlock {

  private static final int EXPANSION = 4;

  @Override
  public int outChannels() {
    return EXPANSION * planes;
  }

  @Override
  public FeatureMap residual(GraphScope g, FeatureMap in, int stride) {
    FeatureMap x = g.convolution("conv1", in, planes, 1, 1);
    x = g.batchNormReLU("bn1", x);
    x = g.convolution("conv2", x, planes, 3, stride);
    x = g.batchNormReLU("bn2", x);
    x = g.convolution("conv3", x, outChannels(), 1, 1);
    return g.batchNorm("bn3", x);
  }
}
