package org.abn.model.backbone;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;

/** A piece of a feature extractor, behind the stem. */
sealed interface Section permits Stage, Transition {

  /** Adds the piece to a graph. */
  FeatureMap build(GraphScope g, FeatureMap in);
}
