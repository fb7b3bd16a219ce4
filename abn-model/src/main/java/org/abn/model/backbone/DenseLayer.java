package org.abn.model.backbone;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;

/**
 * The bottleneck layer of DenseNet-BC: its output stands behind its input's channels (Huang et al.
 * 2017, section 3).
 *
 * @param growthRate channels that it adds
 * @param dropout probability that a new value is dropped, in [0, 1)
 */
record DenseLayer(int growthRate, double dropout) implements Block {

  private static final int BOTTLENECK = 4;

  @Override
  public FeatureMap build(GraphScope g, FeatureMap in, int stride) {
    if (stride != 1) {
      throw new IllegalArgumentException(
          "a dense layer keeps the resolution, its stride cannot be: " + stride);
    }
    FeatureMap x = g.batchNormReLU("bn1", in);
    x = g.convolution("conv1", x, BOTTLENECK * growthRate, 1, 1);
    x = g.batchNormReLU("bn2", x);
    x = g.convolution("conv2", x, growthRate, 3, 1);
    x = g.dropout("dropout", x, dropout);
    return g.concatenation("concatenation", in, x);
  }
}
