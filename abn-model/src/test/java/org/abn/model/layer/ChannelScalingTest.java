package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.abn.model.backbone.FeatureMap;
import org.abn.model.backbone.GraphScope;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.kernel.Layout;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ChannelScalingTest {

  /** Enough for blocks of 8 and of 16 channels. */
  private static final int BLOCKED = 32;

  private static final int BATCH = 2;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void scalesEachChannelOfEachImage(DataType type) {
    INDArray map = Nd4j.arange(1, 9).castTo(type).reshape(2, 1, 2, 2);
    INDArray weights = Nd4j.create(new double[][] {{1, 10}, {0, -1}}).castTo(type);
    ComputationGraph network = new ComputationGraph(scaling(type, 2));
    network.init();
    INDArray scaled = network.outputSingle(map, weights);
    assertThat(scaled.shape()).isEqualTo(map.shape());
    assertThat(scaled.ravel().toDoubleVector()).containsExactly(1, 20, 3, 40, 0, -6, 0, -8);
  }

  /** A convolution of so many channels gives FLOAT, and not DOUBLE, in blocks. */
  @Test
  void agreesWithDoubleOnBlocksOfChannels() {
    ComputationGraph network = squeezeAndExcitation(DataType.FLOAT);
    ComputationGraph exact = squeezeAndExcitation(DataType.DOUBLE);
    exact.setParams(network.params().castTo(DataType.DOUBLE));
    Nd4j.getRandom().setSeed(13);
    INDArray image = Nd4j.randn(DataType.FLOAT, BATCH, 5, 6, BLOCKED);

    assertThat(at("convolution", network, image).rank()).isEqualTo(5);
    assertAgree(at("se", network, image), at("se", exact, image.castTo(DataType.DOUBLE)));
    Map<String, INDArray> gradients = gradients(network, image);
    gradients(exact, image.castTo(DataType.DOUBLE))
        .forEach((name, gradient) -> assertAgree(gradients.get(name), gradient));
  }

  private static INDArray at(String vertex, ComputationGraph network, INDArray image) {
    return network.feedForward(image, false).get(vertex);
  }

  private static Map<String, INDArray> gradients(ComputationGraph network, INDArray image) {
    INDArray labels = Nd4j.zeros(image.dataType(), BATCH, BLOCKED);
    labels.putScalar(0, 1, 1).putScalar(1, 3, 1);
    network.setInputs(image);
    network.setLabels(labels);
    network.initGradientsView();
    network.computeGradientAndScore();
    return network.gradient().gradientForVariable();
  }

  private static void assertAgree(INDArray values, INDArray exact) {
    LayerWorkspaceMgr heap = LayerWorkspaceMgr.noWorkspaces();
    INDArray difference =
        (values.rank() == 5 ? Layout.channelLast(values, ArrayType.ACTIVATIONS, heap) : values)
            .castTo(DataType.DOUBLE)
            .sub(exact);
    double scale = exact.amaxNumber().doubleValue();
    assertThat(scale).isPositive();
    assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-5 * scale);
  }

  @Test
  void survivesJson() {
    ComputationGraphConfiguration configuration = scaling(DataType.FLOAT, 2);
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }

  @Test
  void refusesWeightsForAnotherNumberOfChannels() {
    assertThatThrownBy(() -> scaling(DataType.FLOAT, 3))
        .hasStackTraceContaining(
            "Expected a channel-last feature map and one weight for each of its channels, got")
        .hasStackTraceContaining("InputTypeFeedForward(3");
  }

  private static ComputationGraphConfiguration scaling(DataType type, int weights) {
    return graph(type)
        .addInputs("map", "weights")
        .setInputTypes(
            InputType.convolutional(1, 2, 2, CNN2DFormat.NHWC), InputType.feedForward(weights))
        .addVertex("scaling", new ChannelScaling(), "map", "weights")
        .setOutputs("scaling")
        .build();
  }

  private static ComputationGraph squeezeAndExcitation(DataType type) {
    GraphBuilder graph =
        graph(type)
            .addInputs("image")
            .setInputTypes(InputType.convolutional(5, 6, BLOCKED, CNN2DFormat.NHWC))
            .addLayer(
                "convolution", Convolution.of(new Window(BLOCKED, BLOCKED, 1, 3, 1, 1)), "image");
    var scope = new GraphScope(graph);
    var features = new FeatureMap("convolution", BLOCKED, 5, 6);
    String means = scope.globalAveragePooling("means", scope.squeezeAndExcite("se", features, 4));
    var loss = new LossLayer.Builder(new SoftmaxCrossEntropy()).activation(Activation.SOFTMAX);
    var network =
        new ComputationGraph(
            graph.addLayer("output", loss.build(), means).setOutputs("output").build());
    network.init();
    return network;
  }

  private static GraphBuilder graph(DataType type) {
    return new NeuralNetConfiguration.Builder().seed(3).dataType(type).graphBuilder();
  }
}
