package org.abn.model.backbone;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;

/** A unit of a network; a stage repeats it. */
sealed interface Block permits ResidualBlock, PreActivationBlock, DenseLayer {

  /**
   * Adds one block to a graph.
   *
   * @param g the block's module
   * @param stride 1, or 2 to halve height and width
   */
  FeatureMap build(GraphScope g, FeatureMap in, int stride);
}
