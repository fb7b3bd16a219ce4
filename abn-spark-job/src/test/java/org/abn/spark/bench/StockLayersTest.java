package org.abn.spark.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.NetworkConfiguration;
import org.abn.model.Sgd;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.layer.Convolution;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class StockLayersTest {

  private static final InputShape IMAGES = new InputShape(12, 8, 3);
  private static final int CLASSES = 5;
  private static final Sgd SGD = Sgd.constant(0.01, 0.9, 1e-4);

  /** By their keys in DL4J's layers and in ours. */
  private static final List<String> STATISTICS = List.of("mean", "variance", "var");

  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "abn-resnet8", "abn-eq1-resnet8"})
  void trainsAsManyParameters(String name) {
    assertThat(trained(stock(name))).isEqualTo(trained(ours(name)));
  }

  private static long trained(ComputationGraph network) {
    return withParameters(network).stream()
        .flatMap(layer -> layer.paramTable().entrySet().stream())
        .filter(parameter -> !STATISTICS.contains(parameter.getKey()))
        .mapToLong(parameter -> parameter.getValue().length())
        .sum();
  }

  /** The test that shows that the networks are the same. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "abn-resnet8", "abn-eq1-resnet8"})
  void givesOurOutputsForOurParameters(String name) {
    ComputationGraph ours = ours(name);
    train(ours, images());
    ComputationGraph stock = stock(name);
    copyParameters(ours, stock);
    INDArray images = images();
    INDArray[] expected = ours.output(images);
    INDArray[] actual = stock.output(channelsFirst(images));
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i].sub(expected[i]).amaxNumber().doubleValue()).isCloseTo(0, within(1e-4));
    }
  }

  private static void copyParameters(ComputationGraph ours, ComputationGraph stock) {
    List<Layer> sources = withParameters(ours);
    List<Layer> targets = withParameters(stock);
    assertThat(targets).hasSameSizeAs(sources);
    for (int i = 0; i < sources.size(); i++) {
      for (String key : sources.get(i).paramTable().keySet()) {
        INDArray source = sources.get(i).getParam(key);
        INDArray target = targets.get(i).getParam(stockKey(targets.get(i), key));
        boolean dense = key.equals("weight") && source.rank() == 2;
        target.assign((dense ? source.transpose() : source).reshape(target.shape()));
      }
    }
  }

  private static String stockKey(Layer target, String key) {
    boolean norm = target.type() == Layer.Type.NORMALIZATION;
    return switch (key) {
      case "weight" -> norm ? "gamma" : "W";
      case "bias" -> norm ? "beta" : "b";
      case "variance" -> "var";
      default -> key;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "abn-resnet8"})
  void trains(String name) {
    ComputationGraph stock = stock(name);
    INDArray before = stock.params().dup();
    train(stock, channelsFirst(images()));
    assertThat(stock.score()).isFinite();
    assertThat(stock.params()).isNotEqualTo(before);
    assertThat(stock.params().isNaN().any()).isFalse();
  }

  @Test
  void refusesGroups() {
    ComputationGraphConfiguration grouped =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(12, 8, 4, CNN2DFormat.NHWC))
            .addLayer("conv", Convolution.of(new Window(4, 4, 2, 3, 1, 1)), "image")
            .setOutputs("conv")
            .validateOutputLayerConfig(false)
            .build();
    assertThatThrownBy(() -> StockLayers.of(grouped, new InputShape(12, 8, 4), SGD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv: DL4J's ConvolutionLayer has no groups, so they must be 1, cannot be: 2");
  }

  private static ComputationGraph ours(String name) {
    return Layers.OURS.newModel(configuration(name), IMAGES, SGD).graph();
  }

  private static ComputationGraph stock(String name) {
    return Layers.STOCK.newModel(configuration(name), IMAGES, SGD).graph();
  }

  private static NetworkConfiguration configuration(String name) {
    return Network.named(name).configuration(IMAGES, CLASSES, SGD, 3, DataType.FLOAT);
  }

  /** In the order of the configuration, which is that of ours. */
  private static List<Layer> withParameters(ComputationGraph network) {
    List<Layer> layers = new ArrayList<>();
    for (String name : network.getConfiguration().getVertices().keySet()) {
      Layer layer = network.getLayer(name);
      if (layer != null && layer.numParams() > 0) {
        layers.add(layer);
      }
    }
    return layers;
  }

  private static INDArray images() {
    return Nd4j.randn(DataType.FLOAT, 4, IMAGES.height(), IMAGES.width(), IMAGES.channels());
  }

  private static INDArray channelsFirst(INDArray images) {
    return images.permute(0, 3, 1, 2).dup('c');
  }

  private static void train(ComputationGraph network, INDArray images) {
    var labels = new INDArray[network.getNumOutputArrays()];
    Arrays.fill(labels, Nd4j.eye(CLASSES).get(NDArrayIndex.interval(0, 4)));
    network.fit(new MultiDataSet(new INDArray[] {images}, labels));
  }
}
