package org.abn.model.backbone;

import org.abn.model.kernel.Geometry.Window;
import org.abn.model.layer.AttentionMechanism;
import org.abn.model.layer.BatchNorm;
import org.abn.model.layer.BiasedConvolution;
import org.abn.model.layer.ChannelScaling;
import org.abn.model.layer.Concatenation;
import org.abn.model.layer.Convolution;
import org.abn.model.layer.Dropout;
import org.abn.model.layer.Flatten;
import org.abn.model.layer.GlobalAveragePooling;
import org.abn.model.layer.GlobalAveragePooling.Shape;
import org.abn.model.layer.IdleBatchNorm;
import org.abn.model.layer.Linear;
import org.abn.model.layer.PairSoftmax;
import org.abn.model.layer.PairSoftmaxCrossEntropy;
import org.abn.model.layer.Pooling;
import org.abn.model.layer.ResidualJoin;
import org.abn.model.layer.SigmoidCrossEntropy;
import org.abn.model.layer.SoftmaxCrossEntropy;
import org.abn.model.layer.SumOfLogarithms;
import org.abn.model.layer.TaskHeads;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
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

  /**
   * @param graph the DL4J builder that takes the vertices
   */
  public GraphScope(GraphBuilder graph) {
    this(graph, "");
  }

  private GraphScope(GraphBuilder graph, String prefix) {
    this.graph = graph;
    this.prefix = prefix;
  }

  /** The same graph under {@code part/}. */
  public GraphScope scope(String part) {
    return new GraphScope(graph, prefix + part + "/");
  }

  /** The same graph under {@code module.}. */
  GraphScope module(String module) {
    return new GraphScope(graph, prefix + module + ".");
  }

  /** A convolution that keeps the size at stride 1: padding {@code (kernel - 1) / 2}. */
  public FeatureMap convolution(
      String name, FeatureMap in, int outChannels, int kernel, int stride) {
    var window = new Window(in.channels(), outChannels, 1, kernel, stride, (kernel - 1) / 2);
    boolean ofImages = graph.getNetworkInputs().contains(in.vertex());
    graph.addLayer(
        prefix + name,
        ofImages ? Convolution.ofImages(window) : Convolution.of(window),
        in.vertex());
    return new FeatureMap(
        prefix + name,
        outChannels,
        (int) window.outputSize(in.height()),
        (int) window.outputSize(in.width()));
  }

  /** Batch normalisation. */
  public FeatureMap batchNorm(String name, FeatureMap in) {
    graph.addLayer(prefix + name, BatchNorm.of(in.channels()), in.vertex());
    return renamed(name, in);
  }

  /** Batch normalisation and a ReLU. */
  public FeatureMap batchNormReLU(String name, FeatureMap in) {
    graph.addLayer(prefix + name, BatchNorm.withReLU(in.channels()), in.vertex());
    return renamed(name, in);
  }

  /** {@code ReLU(residual + shortcut)}. */
  FeatureMap residualJoin(String name, FeatureMap residual, FeatureMap shortcut) {
    graph.addVertex(prefix + name, new ResidualJoin(), residual.vertex(), shortcut.vertex());
    return renamed(name, residual);
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
   * authors' code; they are named {@code name.fc.0} and {@code name.fc.2}, the scaled map {@code
   * name}.
   *
   * @param reduced length of the vector between the two layers, C / reduction ratio
   */
  public FeatureMap squeezeAndExcite(String name, FeatureMap in, int reduced) {
    String squeezed = globalAveragePooling(name + ".avg_pool", in);
    String reducing = linear(name + ".fc.0", squeezed, in.channels(), reduced);
    String rectified = activation(name + ".fc.1", Activation.RELU, reducing);
    String restoring = linear(name + ".fc.2", rectified, reduced, in.channels());
    String weights = activation(name + ".fc.3", Activation.SIGMOID, restoring);
    graph.addVertex(prefix + name, new ChannelScaling(), in.vertex(), weights);
    return renamed(name, in);
  }

  /** The mean over positions; gives the name of a vertex of {@code [N, channels]}. */
  public String globalAveragePooling(String name, FeatureMap in) {
    graph.addVertex(prefix + name, new GlobalAveragePooling(Shape.VECTOR), in.vertex());
    return prefix + name;
  }

  /** The mean over positions as a feature map of one position. */
  public FeatureMap meanPosition(String name, FeatureMap in) {
    graph.addVertex(prefix + name, new GlobalAveragePooling(Shape.MAP), in.vertex());
    return new FeatureMap(prefix + name, in.channels(), 1, 1);
  }

  /** A fully connected layer; gives the name of a vertex of {@code [N, outputs]}. */
  public String linear(String name, String in, int inputs, int outputs) {
    graph.addLayer(prefix + name, new Linear(inputs, outputs), in);
    return prefix + name;
  }

  /** An output of the network: softmax probabilities, trained by cross-entropy of the logits. */
  public String classOutput(String name, String logits) {
    var loss = new LossLayer.Builder(new SoftmaxCrossEntropy());
    graph.addLayer(prefix + name, loss.activation(Activation.SOFTMAX).build(), logits);
    return prefix + name;
  }

  private String activation(String name, Activation function, String in) {
    graph.addLayer(prefix + name, new ActivationLayer(function), in);
    return prefix + name;
  }

  private FeatureMap renamed(String name, FeatureMap in) {
    return new FeatureMap(prefix + name, in.channels(), in.height(), in.width());
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

  /** Dropout of values of a map, each with a probability in [0, 1). */
  public FeatureMap dropout(String name, FeatureMap in, double probability) {
    dropout(name, in.vertex(), probability);
    return renamed(name, in);
  }

  /** Dropout of values of vectors; gives the name of a vertex of the same length. */
  public String dropout(String name, String in, double probability) {
    graph.addLayer(prefix + name, Dropout.of(probability), in);
    return prefix + name;
  }

  /** The arrays of a batch norm that does nothing. */
  public FeatureMap idleBatchNorm(String name, FeatureMap in) {
    graph.addLayer(prefix + name, new IdleBatchNorm(in.channels()), in.vertex());
    return renamed(name, in);
  }

  /** A map as a vector, channel by channel; gives the name of a vertex of {@code [N, C H W]}. */
  public String flatten(String name, FeatureMap in) {
    graph.addVertex(prefix + name, new Flatten(), in.vertex());
    return prefix + name;
  }

  /** The greatest value of each window. */
  public FeatureMap maxPooling(String name, FeatureMap in, int size, int stride, int padding) {
    return pooling(name, in, Pooling.max(size, stride, padding));
  }

  /** The mean of each window. */
  public FeatureMap averagePooling(String name, FeatureMap in, int size, int stride) {
    return pooling(name, in, Pooling.average(size, stride));
  }

  private FeatureMap pooling(String name, FeatureMap in, Pooling pooling) {
    graph.addVertex(prefix + name, pooling, in.vertex());
    long[] shape = pooling.window().outputShape(1, in.height(), in.width(), in.channels());
    return new FeatureMap(prefix + name, in.channels(), (int) shape[1], (int) shape[2]);
  }

  /** A ReLU on a map that nothing else reads: at inference DL4J computes it in place. */
  public FeatureMap relu(String name, FeatureMap in) {
    activation(name, Activation.RELU, in.vertex());
    return renamed(name, in);
  }

  /** A ReLU on vectors that nothing else reads. */
  public String relu(String name, String in) {
    return activation(name, Activation.RELU, in);
  }

  /**
   * An output of the network for T tasks: probabilities {@code [N, T]} from one logit a task,
   * trained by their mean cross-entropy.
   */
  public String taskOutput(String name, String logits) {
    var loss = new LossLayer.Builder(new SigmoidCrossEntropy());
    graph.addLayer(prefix + name, loss.activation(Activation.SIGMOID).build(), logits);
    return prefix + name;
  }

  /**
   * An output of the network for T tasks: probabilities {@code [N, 2 T]} from two logits a task,
   * trained by their mean cross-entropy with labels {@code [N, T]}.
   */
  public String taskPairOutput(String name, String logits) {
    var loss = new LossLayer.Builder(new PairSoftmaxCrossEntropy());
    graph.addLayer(prefix + name, loss.activation(new PairSoftmax()).build(), logits);
    return prefix + name;
  }

  /** A fully connected layer for each task; gives the name of a vertex of {@code [N, 2 T]}. */
  public String taskHeads(String name, String in, int inputs, int tasks) {
    graph.addLayer(prefix + name, new TaskHeads(inputs, tasks), in);
    return prefix + name;
  }

  /** A convolution with a bias that keeps the size at stride 1. */
  public FeatureMap biasedConvolution(
      String name, FeatureMap in, int outChannels, int kernel, int stride) {
    var window = new Window(in.channels(), outChannels, 1, kernel, stride, (kernel - 1) / 2);
    return convolution(
        name, in, isImage(in) ? BiasedConvolution.ofImages(window) : BiasedConvolution.of(window));
  }

  /** A convolution with a bias that keeps the size at stride 1, and a ReLU. */
  public FeatureMap biasedConvolutionReLU(
      String name, FeatureMap in, int outChannels, int kernel, int stride) {
    var window = new Window(in.channels(), outChannels, 1, kernel, stride, (kernel - 1) / 2);
    return convolution(
        name,
        in,
        isImage(in)
            ? BiasedConvolution.ofImagesWithReLU(window)
            : BiasedConvolution.withReLU(window));
  }

  private boolean isImage(FeatureMap in) {
    return graph.getNetworkInputs().contains(in.vertex());
  }

  private FeatureMap convolution(String name, FeatureMap in, BiasedConvolution layer) {
    graph.addLayer(prefix + name, layer, in.vertex());
    Window window = layer.window();
    return new FeatureMap(
        prefix + name,
        window.outChannels(),
        (int) window.outputSize(in.height()),
        (int) window.outputSize(in.width()));
  }
}
