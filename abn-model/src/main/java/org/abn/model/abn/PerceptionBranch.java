package org.abn.model.abn;

import org.abn.model.backbone.Backbone;
import org.abn.model.backbone.FeatureMap;
import org.abn.model.backbone.FeatureVector;
import org.abn.model.backbone.GraphScope;

/**
 * The backbone's last stage, what follows it and the classifier; of a baseline too.
 *
 * @param backbone whose last stage it is
 * @param classes K
 */
record PerceptionBranch(Backbone backbone, int classes) {

  /** Gives class scores before the softmax, {@code [N, K]}. */
  FeatureVector build(GraphScope g, FeatureMap features) {
    FeatureVector x = backbone.buildPerceptionTrunk(g, features);
    return g.linear(backbone.classifier(), x, classes);
  }
}
