package org.abn.model.backbone;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;

/**
 * What stands between two dense stages: fewer channels at half the height and width (Huang et al.
 * 2017, section 3).
 *
 * @param name of its module in the public checkpoints
 * @param compression the channels are divided by it, rounded down
 */
record Transition(String name, int compression) implements Section {

  @Override
  public FeatureMap build(GraphScope scope, FeatureMap in) {
    GraphScope g = scope.module(name);
    FeatureMap x = g.batchNormReLU("bn1", in);
    x = g.convolution("conv1", x, in.channels() / compression, 1, 1);
    return g.averagePooling("pool", x, 2, 2);
  }
}
