package org.abn.model.abn;

import org.abn.model.backbone.FeatureMap;
import org.abn.model.backbone.GraphScope;
import org.abn.model.backbone.Stage;

/**
 * The backbone's last stage, global average pooling and the classifier; of a baseline too.
 *
 * @param stage the backbone's last stage
 * @param classes K
 */
record PerceptionBranch(Stage stage, int classes) {

  /** Gives the name of the vertex of logits, {@code [N, K]}. */
  String build(GraphScope g, FeatureMap features) {
    FeatureMap x = stage.build(g, features);
    String pooled = g.globalAveragePooling("pool", x);
    return g.linear("fc", pooled, x.channels(), classes);
  }
}
