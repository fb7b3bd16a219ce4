package org.abn.model;

import org.abn.model.NetworkNames.Named;
import org.abn.model.abn.AttentionBranchNetwork;
import org.abn.model.abn.AttentionBranchNetwork.Design;
import org.abn.model.abn.MultiTaskNetwork;
import org.abn.model.backbone.Backbone;
import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;
import org.abn.model.graph.Tasks;
import org.abn.model.layer.AttentionMechanism.Rule;
import org.abn.model.parts.NetworkParts;
import org.abn.model.parts.OutputKind;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A network of the paper: a backbone, and what is made of it.
 *
 * @param name as in configurations, say {@code abn-resnet20}
 * @param kind what is made of the backbone
 * @param backbone the table it is built from
 * @param input the images of the dataset that the paper trains it on; others do too
 * @param options what else can be chosen
 */
public record Network(
    String name, Kind kind, Backbone backbone, InputShape input, NetworkOptions options) {

  /** What is made of a backbone; the beginning of a name says it. */
  public enum Kind {
    /** An attention branch and a perception branch for each of T tasks. */
    ABN_MULTI_TASK("abn-"),
    /** One sigmoid for each of T tasks: the conventional multi-task network. */
    MULTI_TASK(""),
    /** An attention branch, {@code g' = M g} (Eq. 1). */
    ABN_PRODUCT("abn-eq1-"),
    /** An attention branch, {@code g' = (1 + M) g} (Eq. 2). */
    ABN_RESIDUAL("abn-"),
    /** A convolution and global average pooling in place of the top (Zhou et al. 2016). */
    CLASS_ACTIVATION_MAP("cam-"),
    /** The backbone alone. */
    BASELINE("");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /** What the name of a network of this kind begins with. */
    String prefix() {
      return prefix;
    }

    /** Whether there is an attention branch, and so two outputs and an attention map. */
    public boolean hasAttention() {
      return this == ABN_MULTI_TASK || this == ABN_PRODUCT || this == ABN_RESIDUAL;
    }

    /** Whether there are tasks, and so a label for each. */
    public boolean isMultiTask() {
      return this == ABN_MULTI_TASK || this == MULTI_TASK;
    }
  }

  private static final String INPUT = "image";

  /**
   * The network of a name, as the authors have it.
   *
   * @throws IllegalArgumentException where no network has this name
   */
  public static Network named(String name) {
    return named(name, NetworkOptions.DEFAULT);
  }

  /**
   * The network of a name: {@code resnet20} is a baseline, {@code abn-resnet20} the attention
   * branch network on it with Eq. 2, {@code abn-eq1-resnet20} the same with Eq. 1, {@code
   * cam-vgg16} the network of a class activation map, {@code multitask-resnet101} and {@code
   * abn-multitask-resnet101} those for several tasks.
   *
   * @throws IllegalArgumentException where no network has this name, or an option does not suit it
   */
  public static Network named(String name, NetworkOptions options) {
    Named named =
        NetworkNames.find(name).orElseThrow(() -> new IllegalArgumentException(unknown(name)));
    Family family = named.family();
    if (options.dropout().isPresent() && !family.hasDropout()) {
      throw new IllegalArgumentException(name + " has no dropout");
    }
    Backbone backbone = family.member(named.numbers(), options.dropout());
    return new Network(name, named.kind(), backbone, family.input(), options);
  }

  private static String unknown(String name) {
    return "no network is named \"%s\": expected one of %s (capitals stand for numbers)"
            .formatted(name, NetworkNames.forms())
        + ", alone, behind abn- or abn-eq1-, or behind cam- where there is no multitask-";
  }

  /** Whether the network has an attention branch, and so two outputs and an attention map. */
  public boolean hasAttention() {
    return kind.hasAttention();
  }

  /**
   * The DL4J configuration: input {@code [N, H, W, C]} channel-last; outputs are class
   * probabilities {@code [N, K]}, of the attention branch (where there is one) and of the
   * perception branch; the score is the sum of both losses (Eq. 3).
   *
   * <p>Of T tasks: probabilities {@code [N, T]}, and for the perception branch of an attention
   * branch network {@code [N, 2 T]}, a pair a task. Labels of both outputs are {@code [N, T]}, 0 or
   * 1.
   *
   * @param classes K, or T of a multi-task network, at least 1
   * @param seed of the initial parameters
   * @param dataType FLOAT or DOUBLE
   * @return with it, which of its vertices is what
   */
  public NetworkConfiguration configuration(
      InputShape input, int classes, Sgd sgd, long seed, DataType dataType) {
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
                    input.height(), input.width(), input.channels(), CNN2DFormat.NHWC));
    var image = new FeatureMap(INPUT, input.channels(), input.height(), input.width());
    NetworkParts parts = build(new GraphScope(graph), image, classes);
    String[] outputs =
        parts.outputs().stream().map(output -> output.branch().vertex()).toArray(String[]::new);
    return new NetworkConfiguration(graph.setOutputs(outputs).build(), parts);
  }

  private NetworkParts build(GraphScope g, FeatureMap image, int classes) {
    return switch (kind) {
      case BASELINE ->
          AttentionBranchNetwork.buildBaseline(g, image, backbone, classes, OutputKind.CLASSES);
      case CLASS_ACTIVATION_MAP ->
          AttentionBranchNetwork.buildClassActivation(g, image, backbone, classes);
      case ABN_PRODUCT ->
          AttentionBranchNetwork.build(g, image, backbone, design(Rule.PRODUCT), classes);
      case ABN_RESIDUAL ->
          AttentionBranchNetwork.build(g, image, backbone, design(Rule.RESIDUAL), classes);
      case MULTI_TASK ->
          AttentionBranchNetwork.buildBaseline(g, image, backbone, classes, OutputKind.ATTRIBUTES);
      case ABN_MULTI_TASK ->
          MultiTaskNetwork.build(g, image, backbone, new Tasks(classes, options.tasksAtATime()));
    };
  }

  private Design design(Rule rule) {
    return new Design(rule, options.attentionHead().orElse(backbone.attentionHead()));
  }
}
