package org.abn.model.abn;

import java.util.List;
import org.abn.model.backbone.Backbone;
import org.abn.model.backbone.FeatureMap;
import org.abn.model.backbone.GraphScope;
import org.abn.model.layer.AttentionMechanism;

/** An attention branch network and its baseline, put together (Fukui et al. 2019, Fig. 2). */
public final class AttentionBranchNetwork {

  /** Vertex of the attention map, {@code [N, H, W, 1]}. */
  public static final String MAP = "attention_branch/map";

  /** Vertex of the attention branch's class scores before the softmax, {@code [N, K]}. */
  public static final String ATTENTION_LOGITS = "attention_branch/logits";

  /** Vertex of the perception branch's (and a baseline's) class scores before the softmax. */
  public static final String PERCEPTION_LOGITS = "perception_branch/fc";

  private AttentionBranchNetwork() {}

  /**
   * Adds an attention branch network to a graph.
   *
   * @param classes K, at least 1
   * @return the vertices of the outputs: attention branch, perception branch; the network's loss is
   *     the sum of theirs (Eq. 3)
   */
  public static List<String> build(
      GraphScope g,
      FeatureMap image,
      Backbone backbone,
      AttentionMechanism.Rule rule,
      int classes) {
    var attentionBranch = new AttentionBranch(backbone.lastStage(), classes);
    var perceptionBranch = new PerceptionBranch(backbone.lastStage(), classes);

    FeatureMap features = backbone.buildFeatureExtractor(g.scope("feature_extractor"), image);
    Attention attention = attentionBranch.build(g.scope("attention_branch"), features);
    FeatureMap attended = g.attend("attention_mechanism", rule, features, attention.map());
    String perception = perceptionBranch.build(g.scope("perception_branch"), attended);

    return List.of(
        g.classOutput("attention", attention.logits()), g.classOutput("perception", perception));
  }

  /**
   * Adds the baseline of the same backbone: its perception branch sees the features as they are.
   *
   * @param classes K, at least 1
   * @return the vertex of its one output
   */
  public static List<String> buildBaseline(
      GraphScope g, FeatureMap image, Backbone backbone, int classes) {
    FeatureMap features = backbone.buildFeatureExtractor(g.scope("feature_extractor"), image);
    String perception =
        new PerceptionBranch(backbone.lastStage(), classes)
            .build(g.scope("perception_branch"), features);
    return List.of(g.classOutput("perception", perception));
  }
}
