package org.abn.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.abn.model.Network.Kind;
import org.abn.model.backbone.Backbone;
import org.abn.model.backbone.ResNet;
import org.abn.model.backbone.ResNet.BlockKind;
import org.abn.model.parts.Model;
import org.abn.model.parts.NetworkParts;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A file of golden vectors: the network it describes, its weights and input, and what is due. */
public final class GoldenVector {

  private static final long INPUT_TENSOR = 1_000_000;

  private final JsonNode json;

  private GoldenVector(JsonNode json) {
    this.json = json;
  }

  public static GoldenVector read(Path file) throws IOException {
    return new GoldenVector(new ObjectMapper().readTree(Files.readAllBytes(file)));
  }

  JsonNode expected(String section) {
    return json.required(section);
  }

  int parameters() {
    return json.required("parameters").asInt();
  }

  boolean hasAttention() {
    return !mechanism().equals("none");
  }

  boolean isMultiTask() {
    return json.required("architecture").has("tasks");
  }

  /** Of a step, the losses of its branches together. */
  double loss(JsonNode attentionAndPerception) {
    double attention = hasAttention() ? attentionAndPerception.get(0).asDouble() : 0;
    return attention + attentionAndPerception.get(1).asDouble();
  }

  private String mechanism() {
    return json.required("architecture").required("mechanism").asText();
  }

  public int classes() {
    return json.required("classes").asInt();
  }

  long[] inputShape() {
    return longs(json.required("input"));
  }

  /** The network by its architecture alone, filled by the rule. */
  ComputationGraph network(DataType dataType) {
    var network = new ComputationGraph(configuration(dataType).graph());
    long length = tensors().stream().mapToLong(tensor -> tensor.length()).sum();
    network.init(Nd4j.zeros(dataType, 1, length), false);
    var arrays = new Arrays(network);
    tensors().forEach(tensor -> tensor.fill(arrays.of(tensor)));
    return network;
  }

  /** What the network consists of. */
  NetworkParts parts() {
    return configuration(DataType.FLOAT).parts();
  }

  private NetworkConfiguration configuration(DataType dataType) {
    long[] input = inputShape();
    JsonNode sgd = json.required("sgd");
    return architecture()
        .configuration(
            new InputShape((int) input[2], (int) input[3], (int) input[1]),
            classes(),
            Sgd.constant(
                sgd.required("lr").asDouble(),
                sgd.required("momentum").asDouble(),
                sgd.required("weight_decay").asDouble()),
            1,
            dataType);
  }

  private Network architecture() {
    JsonNode a = json.required("architecture");
    return switch (a.required("family").asText()) {
      case "cifar-resnet" -> named("resnet" + a.required("depth"));
      case "imagenet-resnet" -> named("imagenet-resnet" + a.required("depth"));
      case "imagenet-seresnet" -> named("seresnet" + a.required("depth"));
      case "densenet-bc" ->
          named("densenet-%s-%s".formatted(a.required("depth"), a.required("growth_rate")));
      case "wide-resnet" ->
          Network.named(
              prefix() + "wrn-%s-%s".formatted(a.required("depth"), a.required("widen_factor")),
              NetworkOptions.DEFAULT.withDropout(a.required("dropout").asDouble()));
      case "cifar-resnext" ->
          named(
              "resnext-%s-%sx%s"
                  .formatted(
                      a.required("depth"), a.required("cardinality"), a.required("widen_factor")));
      case "multitask-resnet" -> multiTask(a);
      default -> throw new IllegalArgumentException("No network of the family " + a);
    };
  }

  private Network named(String name) {
    return Network.named(prefix() + name);
  }

  private String prefix() {
    return switch (mechanism()) {
      case "none" -> "";
      case "residual" -> "abn-";
      case "product" -> "abn-eq1-";
      default -> throw new IllegalArgumentException("mechanism " + mechanism());
    };
  }

  private static Network multiTask(JsonNode a) {
    BlockKind block =
        a.required("block").asText().equals("basic") ? BlockKind.BASIC : BlockKind.BOTTLENECK;
    List<Integer> blocks =
        LongStream.of(longs(a.required("blocks"))).mapToObj(Math::toIntExact).toList();
    Backbone backbone = ResNet.forTasks(block, blocks, a.required("width").asInt());
    return new Network(
        "abn-multitask",
        Kind.ABN_MULTI_TASK,
        backbone,
        InputShape.IMAGENET,
        NetworkOptions.DEFAULT);
  }

  /** Tensors of the public checkpoint layout that a network of ours has. */
  List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>();
    int number = 0;
    for (JsonNode entry : json.required("state_dict")) {
      String name = entry.get(0).asText();
      if (!name.endsWith("num_batches_tracked")) {
        tensors.add(new Tensor(number, name, longs(entry.get(1))));
      }
      number++;
    }
    return tensors;
  }

  /** The network as {@link #network} has it, with its parts. */
  public Model model(DataType dataType) {
    return new Model(network(dataType), parts());
  }

  /** The images that the rule makes, channel-last. */
  public INDArray images(DataType dataType) {
    return batch(dataType).getFeatures(0);
  }

  /** The images that the rule makes, with their labels. */
  MultiDataSet batch(DataType dataType) {
    return batch(uniform(INPUT_TENSOR, inputShape(), u -> 2 * (2 * u - 1)), dataType);
  }

  /**
   * Images and one-hot labels; the images channel-last.
   *
   * @param images channel-first, as many as the vector has
   */
  MultiDataSet batch(INDArray images, DataType dataType) {
    INDArray labels = Nd4j.zeros(dataType, inputShape()[0], classes());
    for (int n = 0; n < labels.rows(); n++) {
      if (isMultiTask()) {
        for (int t = 0; t < classes(); t++) {
          labels.putScalar(n, t, (7L * n + 3L * t + (long) n * t) % 2);
        }
      } else {
        labels.putScalar(n, label(n), 1);
      }
    }
    INDArray[] targets = hasAttention() ? new INDArray[] {labels, labels} : new INDArray[] {labels};
    INDArray channelLast = images.castTo(dataType).permute(0, 2, 3, 1).dup('c');
    return new MultiDataSet(new INDArray[] {channelLast}, targets);
  }

  /** The class of an image of a network with classes. */
  int label(int image) {
    return (7 * image + 3) % classes();
  }

  private static long[] longs(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }

  static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).isArray() ? Double.NaN : array.get(i).asDouble();
    }
    return values;
  }

  /** A tensor by the rule, of the values in [0, 1) that its number gives. */
  static INDArray uniform(long tensor, long[] shape, java.util.function.DoubleUnaryOperator value) {
    int length = (int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      double u = (splitMix64((tensor << 32) + i) >>> 11) * 0x1p-53;
      values[i] = (float) value.applyAsDouble(u);
    }
    return Nd4j.create(values, shape, 'c');
  }

  private static long splitMix64(long seed) {
    long z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A tensor of a checkpoint: its place there, its name and its shape. */
  record Tensor(int number, String name, long... shape) {

    private void fill(INDArray array) {
      if (!java.util.Arrays.equals(array.shape(), shape)) {
        throw new AssertionError(name + " should be " + java.util.Arrays.toString(shape));
      }
      array.assign(uniform(number, shape, this::value));
    }

    private double value(double u) {
      double fanIn = 1;
      for (int i = 1; i < shape.length; i++) {
        fanIn *= shape[i];
      }
      if (name.endsWith(".weight") && shape.length > 1) {
        return (2 * u - 1) * Math.sqrt(6 / fanIn);
      }
      boolean around0 = name.endsWith(".bias") || name.endsWith(".running_mean");
      return around0 ? (2 * u - 1) * 0.1 : 0.8 + 0.4 * u;
    }

    private long length() {
      return LongStream.of(shape).reduce(1, Math::multiplyExact);
    }

    boolean isTrained() {
      return !name.contains(".running_");
    }
  }

  /** A network's arrays by the names of the public checkpoints. */
  static final class Arrays {

    private final ComputationGraph network;
    private final Map<String, String[]> places = new HashMap<>();

    Arrays(ComputationGraph network) {
      this.network = network;
      for (String vertex : network.getConfiguration().getVertices().keySet()) {
        if (network.getLayer(vertex) != null) {
          String module = vertex.substring(vertex.indexOf('/') + 1);
          for (String parameter : network.getLayer(vertex).paramTable().keySet()) {
            String name = module + "." + parameter;
            places.put(
                name.replaceFirst("mean$", "running_mean").replaceFirst("variance$", "running_var"),
                new String[] {vertex, parameter});
          }
        }
      }
    }

    INDArray of(Tensor tensor) {
      String[] place = place(tensor);
      return network.getLayer(place[0]).getParam(place[1]);
    }

    INDArray gradientOf(Tensor tensor) {
      return network.gradient().getGradientFor(String.join("_", place(tensor)));
    }

    private String[] place(Tensor tensor) {
      String[] place = places.get(tensor.name());
      if (place == null) {
        throw new AssertionError("no layer for " + tensor.name());
      }
      return place;
    }
  }
}
