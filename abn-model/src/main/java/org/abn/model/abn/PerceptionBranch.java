package org.abn.model.abn;

import org.abn.model.backbone.Backbone;
import org.abn.model.backbone.Backbone.Classifier;
import org.abn.model.backbone.Backbone.PerceptionTrunk;
import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.FeatureVector;
import org.abn.model.graph.GraphScope;

/**
 * The backbone's last stage, what follows it and the classifier; of a baseline too.
 *
 * @param backbone whose last stage it is
 * @param classes K
 */
record PerceptionBranch(Backbone backbone, int classes) {

  /**
   * What the branch gives.
   *
   * @param lastFeatureMap that of the last stage
   * @param logits class scores before the softmax, {@code [N, K]}, of the layer that classifies
   */
  record Perception(FeatureMap lastFeatureMap, FeatureVector logits) {}

  Perception build(GraphScope g, FeatureMap features) {
    PerceptionTrunk trunk = backbone.buildPerceptionTrunk(g, features);
    Classifier classifier = backbone.classifier();
    return new Perception(
        trunk.lastFeatureMap(),
        g.linear(classifier.name(), trunk.vector(), classes, classifier.start()));
  }
}
