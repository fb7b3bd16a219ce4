package org.abn.model.graph;

import java.util.Set;
import java.util.function.BiFunction;
import org.abn.model.kernel.Epilogue;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.layer.Add;
import org.abn.model.layer.AttentionMechanism;
import org.abn.model.layer.BatchNorm;
import org.abn.model.layer.ChannelScaling;
import org.abn.model.layer.Concatenation;
import org.abn.model.layer.Convolution;
import org.abn.model.layer.Dropout;
import org.abn.model.layer.Flatten;
import org.abn.model.layer.GlobalAveragePooling;
import org.abn.model.layer.GlobalAveragePooling.Shape;
import org.abn.model.layer.IdleBatchNorm;
import org.abn.model.layer.Linear;
import org.abn.model.layer.Linear.Start;
import org.abn.model.layer.Pooling;
import org.abn.model.layer.SharedPerception;
import org.abn.model.layer.SumOfLogarithms;
import org.abn.model.layer.TaskHeads;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Output;
import org.abn.model.parts.OutputKind;
import org.abn.model.parts.Part;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;

/**
 * Adds layers to a DL4J graph under a name prefix and follows the shapes of what they give.
 *
 * <p>A vertex is named {@code part/module}, where the part is one of the paper's (say {@code
 * attention_branch}) and the module is what the authors' PyTorch checkpoints call it (say {@code
 * att_layer3.0.conv1}).
 */
public final class GraphScope {

  private final GraphBuilder graph;
  private final String prefix;

  /** Inputs of the network, whose gradients nobody needs. */
  private final Set<String> images;

  /**
   * @param graph the DL4J builder that takes the vertices
   */
  public GraphScope(GraphBuilder graph) {
    this(graph, "", Set.copyOf(graph.getNetworkInputs()));
  }

  private GraphScope(GraphBuilder graph, String prefix, Set<String> images) {
    this.graph = graph;
    this.prefix = prefix;
    this.images = images;
  }

  /** The same graph under {@code part/}. */
  public GraphScope scope(Part part) {
    return new GraphScope(graph, prefix + part + "/", images);
  }

  /** The same graph under {@code module.}. */
  public GraphScope module(String module) {
    return new GraphScope(graph, prefix + module + ".", images);
  }

  /** A convolution that keeps the size at stride 1: padding {@code (kernel - 1) / 2}. */
  public FeatureMap convolution(
      String name, FeatureMap in, int outChannels, int kernel, int stride) {
    return convolution(
        name, in, new Window(in.channels(), outChannels, 1, kernel, stride, (kernel - 1) / 2));
  }

  /** A 3x3 convolution cut into groups. */
  public FeatureMap groupedConvolution(
      String name, FeatureMap in, int outChannels, int stride, int groups) {
    return convolution(name, in, new Window(in.channels(), outChannels, groups, 3, stride, 1));
  }

  private FeatureMap convolution(String name, FeatureMap in, Window window) {
    return convolution(name, in, window, Epilogue.NONE);
  }

  private FeatureMap convolution(String name, FeatureMap in, Window window, Epilogue epilogue) {
    Convolution layer = Convolution.of(window).with(epilogue);
    graph.addLayer(
        prefix + name, images.contains(in.vertex()) ? layer.ofImages() : layer, in.vertex());
    return new FeatureMap(
        prefix + name,
        window.outChannels(),
        (int) window.outputSize(in.height()),
        (int) window.outputSize(in.width()));
  }

  /** A 3x3 convolution with a bias. */
  public FeatureMap biasedConvolution(String name, FeatureMap in, int outChannels) {
    Window window = new Window(in.channels(), outChannels, 1, 3, 1, 1);
    return convolution(name, in, window, Epilogue.BIAS);
  }

  /** A 3x3 convolution with a bias, and a ReLU. */
  public FeatureMap biasedConvolutionReLU(String name, FeatureMap in, int outChannels) {
    Window window = new Window(in.channels(), outChannels, 1, 3, 1, 1);
    return convolution(name, in, window, Epilogue.BIAS_RELU);
  }

  /** Batch normalisation. */
  public FeatureMap batchNorm(String name, FeatureMap in) {
    return layer(name, BatchNorm.of(in.channels()), in);
  }

  /** Batch normalisation and a ReLU. */
  public FeatureMap batchNormReLU(String name, FeatureMap in) {
    return layer(name, BatchNorm.withReLU(in.channels()), in);
  }

  /** The arrays of a batch norm that does nothing. */
  public FeatureMap idleBatchNorm(String name, FeatureMap in) {
    return layer(name, new IdleBatchNorm(in.channels()), in);
  }

  /** Dropout of values of a map, each with a probability in [0, 1); nothing at 0. */
  public FeatureMap dropout(String name, FeatureMap in, double probability) {
    return probability == 0 ? in : layer(name, Dropout.of(probability), in);
  }

  /** {@code ReLU(residual + shortcut)}. */
  public FeatureMap addReLU(String name, FeatureMap residual, FeatureMap shortcut) {
    return add(name, Add.withReLU(), residual, shortcut);
  }

  /** {@code residual + shortcut}. */
  public FeatureMap add(String name, FeatureMap residual, FeatureMap shortcut) {
    return add(name, Add.plain(), residual, shortcut);
  }

  private FeatureMap add(String name, Add add, FeatureMap residual, FeatureMap shortcut) {
    graph.addVertex(prefix + name, add, residual.vertex(), shortcut.vertex());
    return renamed(name, residual);
  }

  /** Two feature maps of one size, the channels of the first before those of the second. */
  public FeatureMap concatenation(String name, FeatureMap first, FeatureMap second) {
    graph.addVertex(prefix + name, new Concatenation(), first.vertex(), second.vertex());
    int channels = first.channels() + second.channels();
    return new FeatureMap(prefix + name, channels, first.height(), first.width());
  }

  /** The map {@code sum_k log(1 + a_k)} of values that are nowhere below zero. */
  public FeatureMap sumOfLogarithms(String name, FeatureMap in) {
    graph.addVertex(prefix + name, new SumOfLogarithms(), in.vertex());
    return new FeatureMap(prefix + name, 1, in.height(), in.width());
  }

  /** The greatest value of each window. */
  public FeatureMap maxPooling(String name, FeatureMap in, int size, int stride, int padding) {
    return pooling(name, Pooling.max(size, stride, padding), in);
  }

  /** The mean of each window. */
  public FeatureMap averagePooling(String name, FeatureMap in, int size, int stride) {
    return pooling(name, Pooling.average(size, stride), in);
  }

  private FeatureMap pooling(String name, Pooling pooling, FeatureMap in) {
    graph.addVertex(prefix + name, pooling, in.vertex());
    long[] shape = pooling.window().outputShape(1, in.height(), in.width(), in.channels());
    return new FeatureMap(prefix + name, in.channels(), (int) shape[1], (int) shape[2]);
  }

  /** The logistic sigmoid of each value. */
  public FeatureMap sigmoid(String name, FeatureMap in) {
    activation(name, Activation.SIGMOID, in.vertex());
    return renamed(name, in);
  }

  /** Features weighted by a map (Eq. 1 or 2). */
  public FeatureMap attend(
      String name, AttentionMechanism.Rule rule, FeatureMap features, FeatureMap map) {
    var mechanism = new AttentionMechanism(rule);
    graph.addVertex(prefix + name, mechanism, features.vertex(), map.vertex());
    return renamed(name, features);
  }

  /**
   * Squeeze-and-excitation (Hu et al. 2018, Eq. 2 to 4): each channel times a weight in (0, 1) that
   * two fully connected layers compute from the means of all channels. Both have biases, as in the
   * authors' code.
   *
   * @param reduced length of the vector between the two layers, C / reduction ratio
   */
  public FeatureMap squeezeAndExcite(String name, FeatureMap in, int reduced) {
    FeatureVector squeezed = globalAveragePooling("squeeze", in);
    FeatureVector rectified = relu("reduction", linear("fc1", squeezed, reduced));
    FeatureVector restored = linear("fc2", rectified, in.channels());
    String weights = activation("excitation", Activation.SIGMOID, restored.vertex());
    graph.addVertex(prefix + name, new ChannelScaling(), in.vertex(), weights);
    return renamed(name, in);
  }

  /** The mean over positions. */
  public FeatureVector globalAveragePooling(String name, FeatureMap in) {
    graph.addVertex(prefix + name, new GlobalAveragePooling(Shape.VECTOR), in.vertex());
    return new FeatureVector(prefix + name, in.channels());
  }

  /** The mean over positions as a feature map of one position. */
  public FeatureMap meanPosition(String name, FeatureMap in) {
    graph.addVertex(prefix + name, new GlobalAveragePooling(Shape.MAP), in.vertex());
    return new FeatureMap(prefix + name, in.channels(), 1, 1);
  }

  /** A fully connected layer that starts as PyTorch's. */
  public FeatureVector linear(String name, FeatureVector in, int outputs) {
    return linear(name, in, outputs, Start.UNIFORM);
  }

  /** A fully connected layer. */
  public FeatureVector linear(String name, FeatureVector in, int outputs, Start start) {
    graph.addLayer(prefix + name, new Linear(in.length(), outputs, start), in.vertex());
    return new FeatureVector(prefix + name, outputs);
  }

  /** A map as a vector, channel by channel: {@code [N, C H W]}. */
  public FeatureVector flatten(String name, FeatureMap in) {
    graph.addVertex(prefix + name, new Flatten(), in.vertex());
    return new FeatureVector(prefix + name, in.channels() * in.height() * in.width());
  }

  /** {@code max(x, 0)}. */
  public FeatureVector relu(String name, FeatureVector in) {
    return new FeatureVector(activation(name, Activation.RELU, in.vertex()), in.length());
  }

  /** Dropout of values of vectors, each with a probability in [0, 1); nothing at 0. */
  public FeatureVector dropout(String name, FeatureVector in, double probability) {
    if (probability == 0) {
      return in;
    }
    graph.addLayer(prefix + name, Dropout.of(probability), in.vertex());
    return new FeatureVector(prefix + name, in.length());
  }

  /** A fully connected layer of two logits for each task, on its own vector of {@code [N, T D]}. */
  public FeatureVector taskHeads(String name, FeatureVector in, int tasks) {
    graph.addLayer(prefix + name, new TaskHeads(in.length() / tasks, tasks), in.vertex());
    return new FeatureVector(prefix + name, 2 * tasks);
  }

  /**
   * An output of the network: probabilities of its kind, trained by the cross-entropy of the
   * logits.
   */
  public Output output(Branch branch, FeatureVector logits, OutputKind kind) {
    graph.addLayer(prefix + branch.vertex(), OutputLayers.of(kind), logits.vertex());
    return new Output(branch, logits.vertex(), kind);
  }

  /**
   * A trunk that runs once for each of T tasks on shared weights (Fukui et al. 2019, section 3.4).
   *
   * @param module the prefix of the names of the trunk's layers
   * @param both features and, behind them, one map a task: {@code [N, H, W, C + T]}
   * @param trunk builds it on a map {@code [N, H, W, C]}
   * @return the tasks' vectors, {@code [N, T D]}
   */
  public FeatureVector sharedByTasks(
      String module,
      FeatureMap both,
      Tasks tasks,
      BiFunction<GraphScope, FeatureMap, FeatureVector> trunk) {
    int channels = both.channels() - tasks.count();
    var attended = new FeatureMap("attended", channels, both.height(), both.width());
    GraphBuilder inner =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs(attended.vertex())
            .setInputTypes(
                InputType.convolutional(
                    attended.height(), attended.width(), channels, CNN2DFormat.NHWC));
    FeatureVector vector = trunk.apply(new GraphScope(inner, "", Set.of()), attended);
    var shared =
        new SharedPerception.Trunk(
            module, inner.setOutputs(vector.vertex()).build(), channels, vector.length());
    graph.addLayer(
        prefix + module,
        new SharedPerception(shared, tasks.count(), tasks.atATime()),
        both.vertex());
    return new FeatureVector(prefix + module, tasks.count() * vector.length());
  }

  /** A layer that keeps the shape. */
  private FeatureMap layer(String name, Layer layer, FeatureMap in) {
    graph.addLayer(prefix + name, layer, in.vertex());
    return renamed(name, in);
  }

  private String activation(String name, Activation function, String in) {
    graph.addLayer(prefix + name, new ActivationLayer(function), in);
    return prefix + name;
  }

  private FeatureMap renamed(String name, FeatureMap in) {
    return new FeatureMap(prefix + name, in.channels(), in.height(), in.width());
  }
}
