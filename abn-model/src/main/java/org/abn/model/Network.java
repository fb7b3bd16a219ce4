package org.abn.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abn.model.abn.AttentionBranchNetwork;
import org.abn.model.backbone.Backbone;
import org.abn.model.backbone.FeatureMap;
import org.abn.model.backbone.GraphScope;
import org.abn.model.backbone.ResNet;
import org.abn.model.layer.AttentionMechanism.Rule;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A network of the paper: a backbone, alone or with an attention branch.
 *
 * @param name as in configurations, say {@code abn-resnet20}
 * @param backbone the table it is built from
 * @param mechanism how the attention map enters the features; empty for a baseline
 */
public record Network(String name, Backbone backbone, Optional<Rule> mechanism) {

  private static final Pattern NAME =
      Pattern.compile("(?<abn>abn-(?<eq1>eq1-)?)?resnet(?<depth>[0-9]{1,4})");

  private static final String INPUT = "image";

  /**
   * The network of a name: {@code resnet20} is a baseline, {@code abn-resnet20} the attention
   * branch network on it with Eq. 2, {@code abn-eq1-resnet20} the same with Eq. 1.
   *
   * @throws IllegalArgumentException where no network has this name
   */
  public static Network named(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "no network is named \"%s\": expected resnetD, abn-resnetD or abn-eq1-resnetD"
                  .formatted(name)
              + " with D = 8, 14, 20, ...");
    }
    return new Network(
        name, ResNet.forCifar(Integer.parseInt(parts.group("depth"))), mechanism(parts));
  }

  private static Optional<Rule> mechanism(Matcher parts) {
    if (parts.group("abn") == null) {
      return Optional.empty();
    }
    return Optional.of(parts.group("eq1") == null ? Rule.RESIDUAL : Rule.PRODUCT);
  }

  /** Whether the network has an attention branch, and so two outputs and an attention map. */
  public boolean hasAttention() {
    return mechanism.isPresent();
  }

  /**
   * The DL4J configuration: input {@code [N, H, W, C]} channel-last; outputs are class
   * probabilities {@code [N, K]}, of the attention branch (where there is one) and of the
   * perception branch; the score is the sum of both losses (Eq. 3).
   *
   * @param classes K, at least 1
   * @param seed of the initial parameters
   * @param dataType FLOAT or DOUBLE
   */
  public ComputationGraphConfiguration configuration(
      Images images, int classes, Sgd sgd, long seed, DataType dataType) {
    var graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(dataType)
            .updater(sgd.updater())
            .l2(sgd.weightDecay())
            .graphBuilder()
            .addInputs(INPUT)
            .setInputTypes(
                InputType.convolutional(
                    images.height(), images.width(), images.channels(), CNN2DFormat.NHWC));
    var image = new FeatureMap(INPUT, images.channels(), images.height(), images.width());
    List<String> outputs = build(new GraphScope(graph), image, classes);
    return graph.setOutputs(outputs.toArray(String[]::new)).build();
  }

  private List<String> build(GraphScope g, FeatureMap image, int classes) {
    return mechanism
        .map(rule -> AttentionBranchNetwork.build(g, image, backbone, rule, classes))
        .orElseGet(() -> AttentionBranchNetwork.buildBaseline(g, image, backbone, classes));
  }
}
