package org.abn.model.backbone;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;

/**
 * The bottleneck of ResNeXt (Xie et al. 2017, Fig. 3c): its 3x3 convolution is cut into groups.
 *
 * @param outChannels channels of the block's output
 * @param width channels of the first two convolutions, a multiple of the cardinality
 * @param cardinality number of groups
 */
record GroupedBottleneck(int outChannels, int width, int cardinality) implements ResidualBlock {

  private static final Shortcut SHORTCUT =
      new Shortcut("shortcut.shortcut_conv", "shortcut.shortcut_bn");

  @Override
  public Shortcut shortcut() {
    return SHORTCUT;
  }

  @Override
  public FeatureMap residual(GraphScope g, FeatureMap in, int stride) {
    FeatureMap x = g.convolution("conv_reduce", in, width, 1, 1);
    x = g.batchNormReLU("bn_reduce", x);
    x = g.groupedConvolution("conv_conv", x, width, stride, cardinality);
    x = g.batchNormReLU("bn", x);
    x = g.convolution("conv_expand", x, outChannels, 1, 1);
    return g.batchNorm("bn_expand", x);
  }
}
