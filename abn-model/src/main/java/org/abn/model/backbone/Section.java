package org.abn.model.backbone;

/** A piece of a feature extractor, behind the stem. */
sealed interface Section permits Stage, Transition {

  /** Adds the piece to a graph. */
  FeatureMap build(GraphScope g, FeatureMap in);
}
