package org.abn.model.abn;

import java.util.List;
import java.util.Map;
import org.abn.model.abn.PerceptionBranch.Perception;
import org.abn.model.backbone.AttentionHead;
import org.abn.model.backbone.Backbone;
import org.abn.model.backbone.Backbone.ClassActivation;
import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;
import org.abn.model.layer.AttentionMechanism;
import org.abn.model.parts.Branch;
import org.abn.model.parts.NetworkParts;
import org.abn.model.parts.OutputKind;
import org.abn.model.parts.Part;
import org.abn.model.parts.Role;

/**
 * An attention branch network and what the paper compares it with, put together (Fukui et al. 2019,
 * Fig. 2).
 */
public final class AttentionBranchNetwork {

  private AttentionBranchNetwork() {}

  /**
   * How a network attends.
   *
   * @param rule how the map enters the features
   * @param head how the attention branch ends
   */
  public record Design(AttentionMechanism.Rule rule, AttentionHead head) {}

  /**
   * Adds an attention branch network to a graph.
   *
   * @param classes K, at least 1
   * @return what it consists of; the network's loss is the sum of its outputs' (Eq. 3)
   */
  public static NetworkParts build(
      GraphScope g, FeatureMap image, Backbone backbone, Design design, int classes) {
    var attentionBranch = new AttentionBranch(backbone, design.head(), classes);
    var perceptionBranch = new PerceptionBranch(backbone, classes);

    FeatureMap features = backbone.buildFeatureExtractor(g.scope(Part.FEATURE_EXTRACTOR), image);
    Attention attention = attentionBranch.build(g.scope(Part.ATTENTION_BRANCH), features);
    FeatureMap attended =
        g.attend(Part.ATTENTION_MECHANISM.toString(), design.rule(), features, attention.map());
    Perception perception = perceptionBranch.build(g.scope(Part.PERCEPTION_BRANCH), attended);

    return new NetworkParts(
        List.of(
            g.output(Branch.ATTENTION, attention.logits(), OutputKind.CLASSES),
            g.output(Branch.PERCEPTION, perception.logits(), OutputKind.CLASSES)),
        Map.of(
            Role.FEATURES, features.vertex(),
            Role.ATTENTION_MAP, attention.map().vertex(),
            Role.ATTENDED_FEATURES, attended.vertex(),
            Role.LAST_FEATURE_MAP, perception.lastFeatureMap().vertex(),
            Role.CLASSIFIER, perception.logits().vertex()),
        design.head().mapValues());
  }

  /**
   * Adds the baseline of the same backbone: its perception branch sees the features as they are.
   *
   * @param classes K, or T of a multi-task network, at least 1
   * @param kind what it answers: classes, or attributes by one sigmoid each
   * @return what it consists of
   */
  public static NetworkParts buildBaseline(
      GraphScope g, FeatureMap image, Backbone backbone, int classes, OutputKind kind) {
    FeatureMap features = backbone.buildFeatureExtractor(g.scope(Part.FEATURE_EXTRACTOR), image);
    var perceptionBranch = new PerceptionBranch(backbone, classes);
    Perception perception = perceptionBranch.build(g.scope(Part.PERCEPTION_BRANCH), features);
    return new NetworkParts(
        List.of(g.output(Branch.PERCEPTION, perception.logits(), kind)),
        Map.of(
            Role.FEATURES, features.vertex(),
            Role.LAST_FEATURE_MAP, perception.lastFeatureMap().vertex(),
            Role.CLASSIFIER, perception.logits().vertex()),
        null);
  }

  /**
   * Adds the network of a class activation map (Zhou et al. 2016).
   *
   * @param classes K, at least 1
   * @return what it consists of
   */
  public static NetworkParts buildClassActivation(
      GraphScope g, FeatureMap image, Backbone backbone, int classes) {
    FeatureMap features = backbone.buildFeatureExtractor(g.scope(Part.FEATURE_EXTRACTOR), image);
    ClassActivation end =
        backbone.buildClassActivation(g.scope(Part.PERCEPTION_BRANCH), features, classes);
    return new NetworkParts(
        List.of(g.output(Branch.PERCEPTION, end.logits(), OutputKind.CLASSES)),
        Map.of(
            Role.FEATURES, features.vertex(),
            Role.LAST_FEATURE_MAP, end.lastFeatureMap().vertex(),
            Role.CLASSIFIER, end.classifier()),
        null);
  }
}
