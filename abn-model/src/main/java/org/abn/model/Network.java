package org.abn.model;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.abn.model.abn.AttentionBranchNetwork;
import org.abn.model.abn.AttentionBranchNetwork.Design;
import org.abn.model.abn.MultiTaskNetwork;
import org.abn.model.backbone.Backbone;
import org.abn.model.backbone.FeatureMap;
import org.abn.model.backbone.GraphScope;
import org.abn.model.backbone.Tasks;
import org.abn.model.layer.AttentionMechanism.Rule;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
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
    String name, Kind kind, Backbone backbone, Images input, NetworkOptions options) {

  /** What is made of a backbone; a name begins with it. */
  public enum Kind {
    /** An attention branch and a perception branch for each of T tasks. */
    ABN_MULTI_TASK("abn-multitask-"),
    /** One sigmoid for each of T tasks: the conventional multi-task network. */
    MULTI_TASK("multitask-"),
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

    private static Kind of(String name) {
      return Arrays.stream(values())
          .filter(kind -> name.startsWith(kind.prefix))
          .findFirst()
          .orElseThrow();
    }

    /** What a network's name says of its backbone. */
    private String backbone(String name) {
      String rest = name.substring(prefix.length());
      boolean onImageNet = this == CLASS_ACTIVATION_MAP && rest.startsWith("resnet");
      if (isMultiTask()) {
        return TASKS + rest;
      }
      return onImageNet || IMAGENET_ONLY.contains(rest) ? "imagenet-" + rest : rest;
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
  private static final String TASKS = "multitask-";

  /** Depths that ImageNet's ResNets have and CIFAR's, 6 n + 2, do not. */
  private static final Set<String> IMAGENET_ONLY = Set.of("resnet18", "resnet34", "resnet101");

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
    Kind kind = Kind.of(name);
    String backbone = kind.backbone(name);
    return Family.member(backbone, options.dropout())
        .filter(member -> kind.isMultiTask() == backbone.startsWith(TASKS))
        .map(member -> new Network(name, kind, member.backbone(), member.input(), options))
        .orElseThrow(() -> new IllegalArgumentException(unknown(name)));
  }

  private static String unknown(String name) {
    return "no network is named \"%s\": expected one of %s (capitals stand for numbers)"
            .formatted(name, Family.forms())
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
    return switch (kind) {
      case BASELINE -> AttentionBranchNetwork.buildBaseline(g, image, backbone, classes);
      case CLASS_ACTIVATION_MAP ->
          AttentionBranchNetwork.buildClassActivation(g, image, backbone, classes);
      case ABN_PRODUCT ->
          AttentionBranchNetwork.build(g, image, backbone, design(Rule.PRODUCT), classes);
      case ABN_RESIDUAL ->
          AttentionBranchNetwork.build(g, image, backbone, design(Rule.RESIDUAL), classes);
      case MULTI_TASK -> MultiTaskNetwork.buildBaseline(g, image, backbone, classes);
      case ABN_MULTI_TASK ->
          MultiTaskNetwork.build(g, image, backbone, new Tasks(classes, options.tasksAtATime()));
    };
  }

  private Design design(Rule rule) {
    return new Design(rule, options.attentionTop().orElse(backbone.attentionTop()));
  }
}
