package org.abn.model.abn;

import org.abn.model.backbone.AttentionHead;
import org.abn.model.backbone.Backbone;
import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.FeatureVector;
import org.abn.model.graph.GraphScope;

/**
 * Class scores by global average pooling, and the attention map (Fukui et al. 2019, section 3.1).
 *
 * @param backbone whose last stage it repeats
 * @param head how it ends
 * @param classes K
 */
record AttentionBranch(Backbone backbone, AttentionHead head, int classes) {

  Attention build(GraphScope g, FeatureMap features) {
    FeatureMap trunk = backbone.buildAttentionTrunk(g, features);
    return head == AttentionHead.PAPER_TEXT ? buildAsWritten(g, trunk) : buildAsCoded(g, trunk);
  }

  /**
   * As the authors' code. The average is taken before the second 1x1 convolution and not behind it:
   * both are linear, so the scores are the same at a fraction of the work.
   */
  private Attention buildAsCoded(GraphScope g, FeatureMap trunk) {
    FeatureMap x =
        head == AttentionHead.WITHOUT_FIRST_NORM
            ? g.idleBatchNorm("bn_att", trunk)
            : g.batchNorm("bn_att", trunk);
    x = g.convolution("att_conv", x, classes, 1, 1);
    FeatureMap responses = g.batchNormReLU("bn_att2", x);

    FeatureMap pooled = g.meanPosition("pool", responses);
    FeatureMap scores = g.convolution("att_conv2", pooled, classes, 1, 1);
    FeatureVector logits = g.globalAveragePooling("logits", scores);
    return new Attention(map(g, responses), logits);
  }

  private FeatureMap map(GraphScope g, FeatureMap responses) {
    if (head == AttentionHead.SUM_OF_LOGARITHMS) {
      return g.sumOfLogarithms("map", responses);
    }
    FeatureMap map = g.convolution("att_conv3", responses, 1, 3, 1);
    return g.sigmoid("map", g.batchNorm("bn_att3", map));
  }

  private Attention buildAsWritten(GraphScope g, FeatureMap trunk) {
    FeatureMap responses = g.convolution("att_conv", trunk, classes, 1, 1);
    FeatureVector logits = g.globalAveragePooling("logits", responses);
    FeatureMap map = g.convolution("att_conv3", responses, 1, 1, 1);
    return new Attention(g.sigmoid("map", map), logits);
  }
}
