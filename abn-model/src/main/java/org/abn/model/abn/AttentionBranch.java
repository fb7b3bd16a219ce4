package org.abn.model.abn;

import org.abn.model.backbone.FeatureMap;
import org.abn.model.backbone.GraphScope;
import org.abn.model.backbone.Stage;

/**
 * Class scores by global average pooling, and the attention map (Fukui et al. 2019, section 3.1).
 *
 * <p>As the authors' code, which differs from the text: the scores come from a second 1x1
 * convolution, and the map from a 3x3 one with batch norm. The average is taken before that second
 * convolution and not behind it: both are linear, so the scores are the same at a fraction of the
 * work.
 *
 * @param stage the backbone's last stage
 * @param classes K
 */
record AttentionBranch(Stage stage, int classes) {

  Attention build(GraphScope g, FeatureMap features) {
    FeatureMap x = stage.forAttention().build(g, features);
    x = g.batchNorm("bn_att", x);
    x = g.convolution("att_conv", x, classes, 1, 1);
    FeatureMap responses = g.batchNormReLU("bn_att2", x);

    FeatureMap pooled = g.meanPosition("pool", responses);
    FeatureMap scores = g.convolution("att_conv2", pooled, classes, 1, 1);
    String logits = g.globalAveragePooling("logits", scores);

    FeatureMap map = g.convolution("att_conv3", responses, 1, 3, 1);
    map = g.batchNorm("bn_att3", map);
    return new Attention(g.sigmoid("map", map), logits);
  }
}
