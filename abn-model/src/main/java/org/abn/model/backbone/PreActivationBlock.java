package org.abn.model.backbone;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;

/**
 * The wide block, with batch norm and ReLU before each convolution (Zagoruyko and Komodakis 2016,
 * Fig. 1d).
 *
 * @param outChannels channels of both convolutions
 * @param dropout probability that a value between them is dropped, in [0, 1)
 */
record PreActivationBlock(int outChannels, double dropout) implements Block {

  @Override
  public FeatureMap build(GraphScope g, FeatureMap in, int stride) {
    FeatureMap activated = g.batchNormReLU("bn1", in);
    FeatureMap x = g.convolution("conv1", activated, outChannels, 3, stride);
    x = g.batchNormReLU("bn2", x);
    x = g.dropout("dropout", x, dropout);
    x = g.convolution("conv2", x, outChannels, 3, 1);
    boolean projects = stride != 1 || in.channels() != outChannels;
    FeatureMap shortcut =
        projects ? g.convolution("convShortcut", activated, outChannels, 1, stride) : in;
    return g.add("join", x, shortcut);
  }
}
