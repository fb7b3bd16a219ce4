package org.abn.model.layer;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;
import org.abn.model.kernel.Epilogue;
import org.abn.model.kernel.Geometry.Window;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.FixedSchedule;

/**
 * Gradients against central differences, in DOUBLE. Each network begins with a convolution, whose
 * gradient is right only if the layer under test also passes the right one to its input.
 */
class GradientTest {

  private static final int CHANNELS = 3;

  static Stream<Arguments> layers() {
    return Stream.of(
        layer("convolution", g -> g.addLayer("x", convolution(3, 3, 3, 1, 1), "first")),
        layer("strided convolution", g -> g.addLayer("x", convolution(3, 3, 3, 2, 1), "first")),
        layer("projection", g -> g.addLayer("x", convolution(3, 3, 1, 2, 0), "first")),
        layer("unpadded convolution", g -> g.addLayer("x", convolution(3, 3, 2, 1, 0), "first")),
        layer(
            "grouped convolution",
            g -> g.addLayer("x", Convolution.of(new Window(3, 3, 3, 3, 1, 1)), "first")),
        layer("batch norm", g -> g.addLayer("x", BatchNorm.of(CHANNELS), "first")),
        layer("batch norm with ReLU", g -> g.addLayer("x", BatchNorm.withReLU(3), "first")),
        layer("max pooling", g -> g.addVertex("x", Pooling.max(3, 2, 1), "first")),
        layer("average pooling", g -> g.addVertex("x", Pooling.average(2, 2), "first")),
        layer(
            "mean position",
            g ->
                g.addVertex(
                    "x", new GlobalAveragePooling(GlobalAveragePooling.Shape.MAP), "first")),
        layer("residual join", GradientTest::residualJoin),
        layer("residual joins that share an input", GradientTest::sharedInput),
        layer("attention, Eq. 1", g -> attention(g, AttentionMechanism.Rule.PRODUCT)),
        layer("attention, Eq. 2", g -> attention(g, AttentionMechanism.Rule.RESIDUAL)),
        layer("squeeze-and-excitation", GradientTest::squeezeAndExcitation),
        layer("concatenation", GradientTest::concatenation),
        layer("sum of logarithms", GradientTest::sumOfLogarithms),
        layer("dropout", g -> g.addLayer("x", Dropout.of(0.3), "first")),
        layer("idle batch norm", GradientTest::idleBatchNorm),
        layer("flatten", GradientTest::flatten),
        layer("task heads", GradientTest::taskHeads),
        layer(
            "biased convolution",
            g ->
                g.addLayer(
                    "x",
                    Convolution.of(new Window(3, 3, 1, 3, 1, 1)).with(Epilogue.BIAS),
                    "first")),
        layer(
            "strided biased convolution with ReLU",
            g ->
                g.addLayer(
                    "x",
                    Convolution.of(new Window(3, 3, 1, 3, 2, 1)).with(Epilogue.BIAS_RELU),
                    "first")),
        layer(
            "grouped biased convolution",
            g ->
                g.addLayer(
                    "x",
                    Convolution.of(new Window(3, 3, 3, 3, 1, 1)).with(Epilogue.BIAS),
                    "first")));
  }

  private static Arguments layer(String name, Consumer<GraphBuilder> underTest) {
    return Arguments.of(name, underTest);
  }

  private static Convolution convolution(int in, int out, int kernel, int stride, int padding) {
    return Convolution.of(new Window(in, out, 1, kernel, stride, padding));
  }

  private static void residualJoin(GraphBuilder g) {
    g.addLayer("other", convolution(3, 3, 3, 1, 1), "first")
        .addVertex("x", Add.withReLU(), "other", "first");
  }

  /** The graph adds b's gradient to that of "first" in place, before a has used the join's. */
  private static void sharedInput(GraphBuilder g) {
    g.addLayer("a", convolution(3, 3, 3, 1, 1), "first")
        .addLayer("b", convolution(3, 3, 3, 1, 1), "first")
        .addVertex("join", Add.withReLU(), "a", "first")
        .addVertex("x", Add.withReLU(), "b", "join");
  }

  private static void attention(GraphBuilder g, AttentionMechanism.Rule rule) {
    g.addLayer("score", convolution(3, 1, 3, 1, 1), "first")
        .addLayer("map", new ActivationLayer(Activation.SIGMOID), "score")
        .addVertex("x", new AttentionMechanism(rule), "first", "map");
  }

  private static void squeezeAndExcitation(GraphBuilder g) {
    new GraphScope(g).squeezeAndExcite("x", new FeatureMap("first", CHANNELS, 5, 6), 2);
  }

  private static void concatenation(GraphBuilder g) {
    g.addLayer("other", convolution(3, 2, 3, 1, 1), "first")
        .addVertex("joint", new Concatenation(), "first", "other")
        .addLayer("x", convolution(5, 3, 1, 1, 0), "joint");
  }

  private static void sumOfLogarithms(GraphBuilder g) {
    g.addLayer("scores", convolution(3, 4, 3, 1, 1), "first")
        .addLayer("positive", new ActivationLayer(Activation.SIGMOID), "scores")
        .addVertex("map", new SumOfLogarithms(), "positive")
        .addVertex("x", new AttentionMechanism(AttentionMechanism.Rule.RESIDUAL), "first", "map");
  }

  /** Its gradient is also the shortcut's. */
  private static void idleBatchNorm(GraphBuilder g) {
    g.addLayer("idle", new IdleBatchNorm(CHANNELS), "first")
        .addVertex("x", Add.withReLU(), "idle", "first");
  }

  private static void flatten(GraphBuilder g) {
    g.addVertex("vector", new Flatten(), "first")
        .addLayer("weights", new Linear(CHANNELS * 5 * 6, CHANNELS), "vector")
        .addVertex("x", new ChannelScaling(), "first", "weights");
  }

  private static void taskHeads(GraphBuilder g) {
    g.addVertex("vector", new Flatten(), "first")
        .addLayer("heads", new TaskHeads(5 * 6, CHANNELS), "vector")
        .addLayer("weights", new Linear(2 * CHANNELS, CHANNELS), "heads")
        .addVertex("x", new ChannelScaling(), "first", "weights");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void equalsCentralDifferences(String name, Consumer<GraphBuilder> underTest) {
    Nd4j.getRandom().setSeed(7);
    ComputationGraph network = network(underTest);
    MultiDataSet batch = batch();
    network.setInputs(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.initGradientsView();
    network.computeGradientAndScore();
    Map<String, INDArray> gradients = network.gradient().gradientForVariable();
    network
        .paramTable()
        .forEach(
            (key, parameter) -> {
              if (!key.matches(".*_(mean|variance)|idle_.*")) {
                INDArray gradient = gradients.get(key).div(batch.getFeatures(0).size(0));
                CentralDifferences.assertEqual(
                    key,
                    () -> network.score(batch, true),
                    parameter,
                    gradient,
                    Math.max(1, parameter.length() / 12));
              }
            });
  }

  private static ComputationGraph network(Consumer<GraphBuilder> underTest) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .dataType(DataType.DOUBLE)
            .updater(new HeavyBall(new FixedSchedule(0.1), 0.9))
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(5, 6, 2, CNN2DFormat.NHWC))
            .addLayer("first", convolution(2, CHANNELS, 3, 1, 1), "image");
    underTest.accept(graph);
    graph
        .addVertex("pool", new GlobalAveragePooling(GlobalAveragePooling.Shape.VECTOR), "x")
        .addLayer("linear", new Linear(CHANNELS, 4), "pool")
        .addLayer("output", softmax(), "linear")
        .setOutputs("output");
    var network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  private static LossLayer softmax() {
    return new LossLayer.Builder(new SoftmaxCrossEntropy()).activation(Activation.SOFTMAX).build();
  }

  private static MultiDataSet batch() {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 3, 4);
    for (int n = 0; n < 3; n++) {
      labels.putScalar(n, n + 1, 1);
    }
    return new MultiDataSet(Nd4j.randn(DataType.DOUBLE, 3, 5, 6, 2), labels);
  }
}
