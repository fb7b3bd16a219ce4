package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.abn.model.ChannelLast;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Layers behind a convolution of so many channels that it gives FLOAT in blocks, and DOUBLE, by
 * oneDNN's kernels, channel-last: both must agree.
 */
@Tag("onednn")
class BlockedMapsTest {

  /** Enough for blocks of 8 and of 16 channels. */
  private static final int CHANNELS = 32;

  private static final int BATCH = 2;

  static Stream<Arguments> layers() {
    return Stream.of(
        layer("squeeze-and-excitation", BlockedMapsTest::squeezeAndExcitation),
        layer("concatenation", BlockedMapsTest::concatenation),
        layer("sum of logarithms", BlockedMapsTest::sumOfLogarithms),
        layer("flatten", BlockedMapsTest::flatten),
        layer(
            "biased convolution",
            g ->
                g.addLayer(
                    "x", Convolution.of(window(CHANNELS, CHANNELS)).with(Epilogue.BIAS), "first")),
        layer(
            "biased convolution with ReLU",
            g ->
                g.addLayer(
                    "x",
                    Convolution.of(window(CHANNELS, CHANNELS)).with(Epilogue.BIAS_RELU),
                    "first")),
        layer(
            "grouped biased convolution",
            g ->
                g.addLayer(
                    "x",
                    Convolution.of(new Window(CHANNELS, CHANNELS, 8, 3, 1, 1))
                        .with(Epilogue.BIAS_RELU),
                    "first")),
        layer("biased convolution to one channel", BlockedMapsTest::biasedMap));
  }

  private static Arguments layer(String name, Consumer<GraphBuilder> underTest) {
    return Arguments.of(name, underTest);
  }

  private static Convolution convolution(int in, int out) {
    return Convolution.of(window(in, out));
  }

  private static Window window(int in, int out) {
    return new Window(in, out, 1, 3, 1, 1);
  }

  private static void squeezeAndExcitation(GraphBuilder g) {
    new GraphScope(g).squeezeAndExcite("x", new FeatureMap("first", CHANNELS, 5, 6), 4);
  }

  private static void concatenation(GraphBuilder g) {
    g.addLayer("other", convolution(CHANNELS, 12), "first")
        .addVertex("joint", new Concatenation(), "first", "other")
        .addLayer("x", convolution(CHANNELS + 12, CHANNELS), "joint");
  }

  private static void sumOfLogarithms(GraphBuilder g) {
    g.addLayer("scores", convolution(CHANNELS, CHANNELS), "first")
        .addLayer("rectified", new ActivationLayer(Activation.RELU), "scores")
        .addVertex("map", new SumOfLogarithms(), "rectified")
        .addVertex("x", new AttentionMechanism(AttentionMechanism.Rule.PRODUCT), "first", "map");
  }

  private static void flatten(GraphBuilder g) {
    g.addVertex("vector", new Flatten(), "first")
        .addLayer("weights", new Linear(CHANNELS * 5 * 6, CHANNELS), "vector")
        .addVertex("x", new ChannelScaling(), "first", "weights");
  }

  private static void biasedMap(GraphBuilder g) {
    g.addLayer("map", Convolution.of(window(CHANNELS, 1)).with(Epilogue.BIAS_RELU), "first")
        .addVertex("x", new AttentionMechanism(AttentionMechanism.Rule.RESIDUAL), "first", "map");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void agreeWithDouble(String name, Consumer<GraphBuilder> underTest) {
    ComputationGraph network = network(DataType.FLOAT, underTest);
    ComputationGraph exact = network(DataType.DOUBLE, underTest);
    exact.setParams(network.params().castTo(DataType.DOUBLE));
    Nd4j.getRandom().setSeed(13);
    INDArray image = Nd4j.randn(DataType.FLOAT, BATCH, 5, 6, CHANNELS);

    assertThat(at("first", network, image).rank()).isEqualTo(5);
    assertAgree("output", at("x", network, image), at("x", exact, image.castTo(DataType.DOUBLE)));
    Map<String, INDArray> gradients = gradients(network, image);
    gradients(exact, image.castTo(DataType.DOUBLE))
        .forEach((key, gradient) -> assertAgree(key, gradients.get(key), gradient));
  }

  private static INDArray at(String vertex, ComputationGraph network, INDArray image) {
    return network.feedForward(image, false).get(vertex);
  }

  private static Map<String, INDArray> gradients(ComputationGraph network, INDArray image) {
    INDArray labels = Nd4j.zeros(image.dataType(), BATCH, CHANNELS);
    labels.putScalar(0, 1, 1).putScalar(1, 3, 1);
    network.setInputs(image);
    network.setLabels(labels);
    network.initGradientsView();
    network.computeGradientAndScore();
    return network.gradient().gradientForVariable();
  }

  private static void assertAgree(String what, INDArray values, INDArray exact) {
    INDArray difference = ChannelLast.of(values).castTo(DataType.DOUBLE).sub(ChannelLast.of(exact));
    double scale = exact.amaxNumber().doubleValue();
    assertThat(scale).as(what).isPositive();
    assertThat(difference.amaxNumber().doubleValue()).as(what).isLessThan(1e-5 * scale);
  }

  private static ComputationGraph network(DataType type, Consumer<GraphBuilder> underTest) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .dataType(type)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(5, 6, CHANNELS, CNN2DFormat.NHWC))
            .addLayer("first", convolution(CHANNELS, CHANNELS), "image");
    underTest.accept(graph);
    new GraphScope(graph).globalAveragePooling("means", new FeatureMap("x", CHANNELS, 5, 6));
    var loss = new LossLayer.Builder(new SoftmaxCrossEntropy()).activation(Activation.SOFTMAX);
    graph.addLayer("output", loss.build(), "means").setOutputs("output");
    var network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }
}
