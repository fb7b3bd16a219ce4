package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class DropoutTest {

  private static final double PROBABILITY = 0.2;
  private static final double SCALE = 1 / (1 - PROBABILITY);

  private final INDArray ones = Nd4j.ones(DataType.FLOAT, 100, 200);

  @BeforeEach
  void seed() {
    Nd4j.getRandom().setSeed(17);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void scalesWhatItKeeps(DataType type) {
    INDArray dropped = trainingOutput(vectors(3, type), 0, ones.castTo(type));
    assertIsZeroOrScale(dropped);
    assertThat(dropped.meanNumber().doubleValue()).isCloseTo(1, within(0.02));
  }

  @Test
  void isTheIdentityAtInference() {
    ComputationGraph network = vectors(3, DataType.FLOAT);
    assertThat(network.feedForward(ones, false).get("dropout")).isEqualTo(ones);
  }

  /** {@link DropoutRecordsTest} tells them. */
  @Test
  void whereNobodyTellsTheRecordsDropsByIterationAndPlace() {
    INDArray dropped = trainingOutput(vectors(3, DataType.FLOAT), 5, ones);
    assertThat(trainingOutput(vectors(3, DataType.FLOAT), 5, ones)).isEqualTo(dropped);
    assertThat(trainingOutput(vectors(3, DataType.FLOAT), 4, ones)).isNotEqualTo(dropped);
    assertThat(trainingOutput(vectors(4, DataType.FLOAT), 5, ones)).isNotEqualTo(dropped);
    assertThat(dropped.getRow(1)).isNotEqualTo(dropped.getRow(0));
  }

  @Test
  void dropsTheSameInInputsOfAnyOrder() {
    ComputationGraph network = vectors(3, DataType.FLOAT);
    INDArray values = Nd4j.rand(DataType.FLOAT, 100, 200);
    INDArray dropped = trainingOutput(network, 0, values);
    assertThat(trainingOutput(network, 0, values.dup('f'))).isEqualTo(dropped);
    INDArray wide = Nd4j.concat(1, values, values, values);
    INDArray view = wide.get(NDArrayIndex.all(), NDArrayIndex.interval(200, 400));
    assertThat(trainingOutput(network, 0, view)).isEqualTo(dropped);
  }

  @Test
  void leavesTheGeneratorOfNd4jAlone() {
    ComputationGraph network = vectors(3, DataType.FLOAT);
    Nd4j.getRandom().setSeed(1);
    double expected = Nd4j.getRandom().nextDouble();
    Nd4j.getRandom().setSeed(1);
    trainingOutput(network, 0, ones);
    assertThat(Nd4j.getRandom().nextDouble()).isEqualTo(expected);
  }

  @Test
  void continuesAfterAResumeAsIfWithoutAStop() {
    ComputationGraph whole = vectors(3, DataType.FLOAT);
    whole.fit(batch());
    var resumed =
        new ComputationGraph(
            ComputationGraphConfiguration.fromJson(whole.getConfiguration().toJson()));
    resumed.init(whole.params().dup(), false);
    whole.fit(batch());
    resumed.fit(batch());
    assertThat(resumed.params()).isEqualTo(whole.params());
    assertThat(resumed.getLayer("dropout").getIterationCount()).isEqualTo(2);
  }

  private static void assertIsZeroOrScale(INDArray values) {
    assertThat(DoubleStream.of(values.ravel().toDoubleVector()).boxed())
        .allMatch(value -> value == 0 || Math.abs(value - SCALE) < 1e-5)
        .contains(0.0);
  }

  @Test
  void survivesJson() {
    ComputationGraphConfiguration configuration = vectors(3, DataType.FLOAT).getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
    assertThat(Dropout.of(0.2)).isNotEqualTo(Dropout.of(0.3)).isEqualTo(Dropout.of(0.2));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void refusesWhatIsNoProbabilityBelowOne(double probability) {
    assertThatThrownBy(() -> Dropout.of(probability))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probability must be in [0, 1), cannot be: " + probability);
  }

  static INDArray trainingOutput(ComputationGraph network, int iteration, INDArray input) {
    network.getLayer(0).setIterationCount(iteration);
    return network
        .feedForward(input, true)
        .get(network.getLayer(0).conf().getLayer().getLayerName());
  }

  static ComputationGraph vectors(long seed, DataType type) {
    return vectors("dropout", seed, type);
  }

  /** Dropout at once, and a linear layer. */
  static ComputationGraph vectors(String name, long seed, DataType type) {
    var loss = new LossLayer.Builder(new SoftmaxCrossEntropy()).activation(Activation.SOFTMAX);
    var network =
        new ComputationGraph(
            graph(seed, type)
                .setInputTypes(InputType.feedForward(200))
                .addLayer(name, Dropout.of(PROBABILITY), "input")
                .addLayer("linear", new Linear(200, 2), name)
                .addLayer("output", loss.build(), "linear")
                .setOutputs("output")
                .build());
    network.init();
    return network;
  }

  static GraphBuilder graph(long seed, DataType type) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .dataType(type)
        .graphBuilder()
        .addInputs("input");
  }

  private MultiDataSet batch() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 100, 2);
    labels.getColumn(1).assign(1);
    return new MultiDataSet(ones, labels);
  }
}
