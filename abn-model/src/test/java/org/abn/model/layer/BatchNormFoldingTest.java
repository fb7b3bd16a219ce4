package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.abn.model.ContractNetworks;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.kernel.Epilogue;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.parts.Model;
import org.abn.model.parts.Role;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class BatchNormFoldingTest {

  /** Networks are large outside of the heap, where the collector does not see them. */
  @AfterEach
  void collect() {
    System.gc();
  }

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource({
    "resnet20, FLOAT, 1e-5",
    "abn-resnet20, FLOAT, 1e-5",
    "abn-resnet20, DOUBLE, 1e-12",
    "abn-eq1-resnet20, DOUBLE, 1e-12",
  })
  void keepsOutputsOfATrainedNetwork(String name, DataType type, double tolerance) {
    ComputationGraph trained = trained(name, type);
    INDArray images = Nd4j.randn(type, 5, 16, 16, 3);
    INDArray[] expected = trained.output(images);
    INDArray[] actual = BatchNormFolding.of(trained).output(images);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i].sub(expected[i]).amaxNumber().doubleValue())
          .isCloseTo(0, within(tolerance));
    }
  }

  /** Of every family, after steps that move the running statistics. */
  @ParameterizedTest
  @MethodSource("org.abn.model.ContractNetworks#names")
  void keepsWhatEveryNetworkAnswers(String name) {
    Model trained = ContractNetworks.trainedInDouble(name);
    INDArray images = ContractNetworks.twoImages(name);
    ComputationGraph folded = BatchNormFolding.of(trained.graph());
    Set<String> vertices = new HashSet<>();
    trained.parts().outputs().forEach(output -> vertices.add(output.logits()));
    trained.parts().vertex(Role.ATTENTION_MAP).ifPresent(vertices::add);
    Map<String, INDArray> due = new EvaluationWalk(trained.graph()).run(images, vertices);
    Map<String, INDArray> found = new EvaluationWalk(folded).run(images, vertices);
    for (String vertex : vertices) {
      double error = found.get(vertex).distance2(due.get(vertex));
      assertThat(error / due.get(vertex).norm2Number().doubleValue()).as(vertex).isLessThan(1e-11);
    }
  }

  @Test
  void leavesNoBatchNormBehindAConvolution() {
    ComputationGraph trained = trained("abn-resnet20", DataType.FLOAT);
    ComputationGraph folded = BatchNormFolding.of(trained);
    assertThat(layersOf(trained, Convolution.class)).isEqualTo(31);
    // bn_att follows a residual join.
    assertThat(layersOf(folded, BatchNorm.class)).isEqualTo(1);
    // The class scores have no batch norm.
    assertThat(epiloguesOf(folded)).filteredOn(epilogue -> !epilogue.hasBias()).hasSize(1);
    assertThat(epiloguesOf(folded)).filteredOn(Epilogue::hasBias).hasSize(30);
  }

  private static List<Epilogue> epiloguesOf(ComputationGraph network) {
    return Arrays.stream(network.getLayers())
        .map(layer -> layer.conf().getLayer())
        .filter(Convolution.class::isInstance)
        .map(layer -> ((Convolution) layer).epilogue())
        .toList();
  }

  private static long layersOf(ComputationGraph network, Class<?> kind) {
    return IntStream.range(0, network.getNumLayers())
        .filter(i -> kind.isInstance(network.getLayer(i).conf().getLayer()))
        .count();
  }

  @Test
  void leavesTheOriginalTrainable() {
    ComputationGraph trained = trained("abn-resnet20", DataType.FLOAT);
    INDArray before = trained.params().dup();
    ComputationGraph folded = BatchNormFolding.of(trained);
    INDArray foldedBefore = folded.params().dup();
    assertThat(trained.params()).isEqualTo(before);
    trained.fit(batch(trained, DataType.FLOAT));
    assertThat(trained.params()).isNotEqualTo(before);
    assertThat(folded.params()).isEqualTo(foldedBefore);
  }

  @Test
  void takesBatchNormsBehindBiasesButNotBehindReLUsOrInRow() {
    Nd4j.getRandom().setSeed(5);
    ComputationGraph trained = biased();
    INDArray images = Nd4j.randn(DataType.DOUBLE, 2, 5, 6, 2);
    INDArray expected = trained.outputSingle(images);
    ComputationGraph folded = BatchNormFolding.of(trained);
    assertThat(folded.getConfiguration().getVertices().keySet())
        .containsExactlyInAnyOrder("norm", "second norm", "rectified", "third norm");
    assertThat(folded.outputSingle(images).sub(expected).amaxNumber().doubleValue())
        .isCloseTo(0, within(1e-12));
  }

  private static ComputationGraph biased() {
    var network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(5, 6, 2, CNN2DFormat.NHWC))
                .addLayer(
                    "biased",
                    Convolution.of(new Window(2, 4, 1, 3, 1, 1)).with(Epilogue.BIAS),
                    "image")
                .addLayer("norm", BatchNorm.of(4), "biased")
                .addLayer("second norm", BatchNorm.withReLU(4), "norm")
                .addLayer(
                    "rectified",
                    Convolution.of(new Window(4, 4, 1, 3, 1, 1)).with(Epilogue.BIAS_RELU),
                    "second norm")
                .addLayer("third norm", BatchNorm.of(4), "rectified")
                .setOutputs("third norm")
                .build());
    network.init();
    network.setParams(Nd4j.rand(DataType.DOUBLE, network.numParams()).addi(0.1));
    return network;
  }

  @Test
  void survivesJson() {
    ComputationGraph folded = BatchNormFolding.of(trained("resnet20", DataType.FLOAT));
    ComputationGraphConfiguration configuration = folded.getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }

  /** After two steps, which move the running statistics away from their start. */
  private static ComputationGraph trained(String name, DataType type) {
    Nd4j.getRandom().setSeed(5);
    var network =
        new ComputationGraph(
            Network.named(name)
                .configuration(new InputShape(16, 16, 3), 7, Sgd.constant(0.01, 0.9, 1e-4), 3, type)
                .graph());
    network.init();
    for (int step = 0; step < 2; step++) {
      network.fit(batch(network, type));
    }
    return network;
  }

  private static MultiDataSet batch(ComputationGraph network, DataType type) {
    INDArray labels = Nd4j.zeros(type, 4, 7);
    IntStream.range(0, 4).forEach(n -> labels.putScalar(n, n, 1));
    List<INDArray> all = List.of(labels, labels);
    return new MultiDataSet(
        new INDArray[] {Nd4j.randn(type, 4, 16, 16, 3).muli(2).addi(0.5)},
        all.subList(0, network.getNumOutputArrays()).toArray(INDArray[]::new));
  }
}
