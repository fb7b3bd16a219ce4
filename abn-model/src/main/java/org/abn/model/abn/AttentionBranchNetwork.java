package org.abn.model.abn;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.abn.model.backbone.AttentionTop;
import org.abn.model.backbone.Backbone;
import org.abn.model.backbone.FeatureMap;
import org.abn.model.backbone.FeatureVector;
import org.abn.model.backbone.GraphScope;
import org.abn.model.layer.AttentionMechanism;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * An attention branch network and what the paper compares it with, put together (Fukui et al. 2019,
 * Fig. 2).
 */
public final class AttentionBranchNetwork {

  /** The output of the attention branch, where there is one. */
  public static final String ATTENTION = "attention";

  /** The output of the perception branch, and the only one of a network without attention. */
  public static final String PERCEPTION = "perception";

  static final String FEATURE_EXTRACTOR = "feature_extractor";
  static final String ATTENTION_BRANCH = "attention_branch";
  static final String MECHANISM = "attention_mechanism";
  static final String PERCEPTION_BRANCH = "perception_branch";

  private AttentionBranchNetwork() {}

  /**
   * How a network attends.
   *
   * @param rule how the map enters the features
   * @param top how the attention branch ends
   */
  public record Design(AttentionMechanism.Rule rule, AttentionTop top) {}

  /**
   * Adds an attention branch network to a graph.
   *
   * @param classes K, at least 1
   * @return the vertices of the outputs: attention branch, perception branch; the network's loss is
   *     the sum of theirs (Eq. 3)
   */
  public static List<String> build(
      GraphScope g, FeatureMap image, Backbone backbone, Design design, int classes) {
    var attentionBranch = new AttentionBranch(backbone, design.top(), classes);
    var perceptionBranch = new PerceptionBranch(backbone, classes);

    FeatureMap features = backbone.buildFeatureExtractor(g.scope(FEATURE_EXTRACTOR), image);
    Attention attention = attentionBranch.build(g.scope(ATTENTION_BRANCH), features);
    FeatureMap attended = g.attend(MECHANISM, design.rule(), features, attention.map());
    FeatureVector perception = perceptionBranch.build(g.scope(PERCEPTION_BRANCH), attended);

    return List.of(
        g.classOutput(ATTENTION, attention.logits()), g.classOutput(PERCEPTION, perception));
  }

  /**
   * Adds the baseline of the same backbone: its perception branch sees the features as they are.
   *
   * @param classes K, at least 1
   * @return the vertex of its one output
   */
  public static List<String> buildBaseline(
      GraphScope g, FeatureMap image, Backbone backbone, int classes) {
    FeatureMap features = backbone.buildFeatureExtractor(g.scope(FEATURE_EXTRACTOR), image);
    var perceptionBranch = new PerceptionBranch(backbone, classes);
    FeatureVector perception = perceptionBranch.build(g.scope(PERCEPTION_BRANCH), features);
    return List.of(g.classOutput(PERCEPTION, perception));
  }

  /**
   * Adds the network of a class activation map (Zhou et al. 2016).
   *
   * @param classes K, at least 1
   * @return the vertex of its one output
   */
  public static List<String> buildClassActivation(
      GraphScope g, FeatureMap image, Backbone backbone, int classes) {
    FeatureMap features = backbone.buildFeatureExtractor(g.scope(FEATURE_EXTRACTOR), image);
    FeatureVector scores =
        backbone.buildClassActivation(g.scope(PERCEPTION_BRANCH), features, classes);
    return List.of(g.classOutput(PERCEPTION, scores));
  }

  /** The vertex of a network's attention map, {@code [N, H, W, 1]} or {@code [N, H, W, T]}. */
  public static Optional<String> attentionMap(ComputationGraphConfiguration network) {
    return Optional.ofNullable(network.getVertexInputs().get(MECHANISM))
        .map(featuresAndMap -> featuresAndMap.get(1));
  }

  /**
   * The vertex of an output's scores before the softmax or sigmoid, {@code [N, K]}.
   *
   * @param output {@link #ATTENTION} or {@link #PERCEPTION}
   */
  public static String logits(ComputationGraphConfiguration network, String output) {
    return network.getVertexInputs().get(output).get(0);
  }

  /**
   * The loss that an output is trained on.
   *
   * @param output {@link #ATTENTION} or {@link #PERCEPTION}
   */
  public static ILossFunction loss(ComputationGraphConfiguration network, String output) {
    var vertex = (LayerVertex) network.getVertices().get(output);
    return ((LossLayer) vertex.getLayerConf().getLayer()).getLossFn();
  }

  /**
   * Tells the vertices of a network whose parameters a classifier without attention, and of other
   * classes, can give: feature extractor and perception branch without what classifies.
   */
  public static Predicate<String> backbone(ComputationGraphConfiguration network) {
    String classifier = classifier(network);
    return vertex ->
        (vertex.startsWith(FEATURE_EXTRACTOR + "/") || vertex.startsWith(PERCEPTION_BRANCH + "/"))
            && !vertex.equals(classifier);
  }

  /** The last vertex of the perception branch that is a layer. */
  private static String classifier(ComputationGraphConfiguration network) {
    String vertex = logits(network, PERCEPTION);
    while (!(network.getVertices().get(vertex) instanceof LayerVertex)) {
      vertex = network.getVertexInputs().get(vertex).get(0);
    }
    return vertex;
  }
}
