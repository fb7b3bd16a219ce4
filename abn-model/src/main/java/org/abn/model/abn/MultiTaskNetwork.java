package org.abn.model.abn;

import static org.abn.model.abn.AttentionBranchNetwork.ATTENTION;
import static org.abn.model.abn.AttentionBranchNetwork.ATTENTION_BRANCH;
import static org.abn.model.abn.AttentionBranchNetwork.FEATURE_EXTRACTOR;
import static org.abn.model.abn.AttentionBranchNetwork.MECHANISM;
import static org.abn.model.abn.AttentionBranchNetwork.PERCEPTION;
import static org.abn.model.abn.AttentionBranchNetwork.PERCEPTION_BRANCH;

import java.util.List;
import org.abn.model.backbone.Backbone;
import org.abn.model.backbone.FeatureMap;
import org.abn.model.backbone.FeatureVector;
import org.abn.model.backbone.GraphScope;
import org.abn.model.backbone.Tasks;

/**
 * Networks that answer T questions about an image, such as its 40 attributes (Fukui et al. 2019,
 * section 3.4, Fig. 3).
 */
public final class MultiTaskNetwork {

  /** The module of the trunk that tasks share, and of the stage that attention copies. */
  private static final String SHARED = "layer4";

  private MultiTaskNetwork() {}

  /**
   * Adds a multi-task attention branch network to a graph.
   *
   * <p>As the authors' code: the maps are the T x 1 x 1 convolution itself, raw; their averages are
   * the attention branch's scores, one sigmoid a task. The perception branch runs once per task on
   * shared weights and has a head of two logits for each.
   *
   * @return the vertices of the outputs: attention branch {@code [N, T]}, perception branch {@code
   *     [N, 2 T]}
   */
  public static List<String> build(GraphScope g, FeatureMap image, Backbone backbone, Tasks tasks) {
    FeatureMap features = backbone.buildFeatureExtractor(g.scope(FEATURE_EXTRACTOR), image);
    Attention attention = attention(g.scope(ATTENTION_BRANCH), features, backbone, tasks.count());
    FeatureMap both = g.concatenation(MECHANISM, features, attention.map());
    GraphScope perception = g.scope(PERCEPTION_BRANCH);
    FeatureVector vectors =
        perception.sharedByTasks(SHARED, both, tasks, backbone::buildPerceptionTrunk);
    FeatureVector pairs = perception.taskHeads("output_per", vectors, tasks.count());
    return List.of(
        g.taskOutput(ATTENTION, attention.logits()), g.taskPairOutput(PERCEPTION, pairs));
  }

  private static Attention attention(
      GraphScope g, FeatureMap features, Backbone backbone, int tasks) {
    FeatureMap trunk = backbone.buildAttentionTrunk(g, features);
    FeatureMap maps = g.convolution("conv_att", trunk, tasks, 1, 1);
    return new Attention(maps, g.globalAveragePooling("logits", maps));
  }

  /**
   * Adds the conventional multi-task network: one sigmoid a task.
   *
   * @param tasks T, at least 1
   * @return the vertex of its one output, {@code [N, T]}
   */
  public static List<String> buildBaseline(
      GraphScope g, FeatureMap image, Backbone backbone, int tasks) {
    FeatureMap features = backbone.buildFeatureExtractor(g.scope(FEATURE_EXTRACTOR), image);
    var perceptionBranch = new PerceptionBranch(backbone, tasks);
    FeatureVector scores = perceptionBranch.build(g.scope(PERCEPTION_BRANCH), features);
    return List.of(g.taskOutput(PERCEPTION, scores));
  }
}
