package org.abn.model.abn;

import java.util.List;
import java.util.Map;
import org.abn.model.backbone.Backbone;
import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.FeatureVector;
import org.abn.model.graph.GraphScope;
import org.abn.model.graph.Tasks;
import org.abn.model.parts.Branch;
import org.abn.model.parts.MapValues;
import org.abn.model.parts.NetworkParts;
import org.abn.model.parts.OutputKind;
import org.abn.model.parts.Part;
import org.abn.model.parts.Role;

/**
 * The network that answers T questions about an image, such as its 40 attributes, with an attention
 * map for each (Fukui et al. 2019, section 3.4, Fig. 3).
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
   * @return what it consists of; the attended features and the last feature map of each task are
   *     inside the shared trunk
   */
  public static NetworkParts build(GraphScope g, FeatureMap image, Backbone backbone, Tasks tasks) {
    FeatureMap features = backbone.buildFeatureExtractor(g.scope(Part.FEATURE_EXTRACTOR), image);
    Attention attention =
        attention(g.scope(Part.ATTENTION_BRANCH), features, backbone, tasks.count());
    FeatureMap both =
        g.concatenation(Part.ATTENTION_MECHANISM.toString(), features, attention.map());
    GraphScope perception = g.scope(Part.PERCEPTION_BRANCH);
    FeatureVector vectors =
        perception.sharedByTasks(
            SHARED, both, tasks, (trunk, x) -> backbone.buildPerceptionTrunk(trunk, x).vector());
    FeatureVector pairs = perception.taskHeads("output_per", vectors, tasks.count());
    return new NetworkParts(
        List.of(
            g.output(Branch.ATTENTION, attention.logits(), OutputKind.ATTRIBUTES),
            g.output(Branch.PERCEPTION, pairs, OutputKind.ATTRIBUTE_PAIRS)),
        Map.of(
            Role.FEATURES, features.vertex(),
            Role.ATTENTION_MAP, attention.map().vertex(),
            Role.CLASSIFIER, pairs.vertex()),
        MapValues.REAL);
  }

  private static Attention attention(
      GraphScope g, FeatureMap features, Backbone backbone, int tasks) {
    FeatureMap trunk = backbone.buildAttentionTrunk(g, features);
    FeatureMap maps = g.convolution("conv_att", trunk, tasks, 1, 1);
    return new Attention(maps, g.globalAveragePooling("logits", maps));
  }
}
