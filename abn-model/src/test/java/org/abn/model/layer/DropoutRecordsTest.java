package org.abn.model.layer;

import static org.abn.model.layer.DropoutTest.graph;
import static org.abn.model.layer.DropoutTest.trainingOutput;
import static org.abn.model.layer.DropoutTest.vectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.abn.model.ChannelLast;
import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.GraphScope;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.kernel.Kernels;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What dropout does where it is told the records of the examples. */
class DropoutRecordsTest {

  /** Enough for blocks of 8 and of 16 channels. */
  private static final int CHANNELS = 32;

  private static final List<String> RECORDS = List.of("a", "b", "c", "d");

  @Test
  void dropsTheSameOfARecordWhereverItIs() {
    INDArray dropped = outputOf(vectors(3, DataType.FLOAT), 2, RECORDS);
    INDArray others = outputOf(vectors(3, DataType.FLOAT), 2, List.of("x", "d", "b"));
    assertThat(others.getRow(1)).isEqualTo(dropped.getRow(3));
    assertThat(others.getRow(2)).isEqualTo(dropped.getRow(1));
    for (int n = 0; n < 4; n++) {
      assertThat(others.getRow(0)).isNotEqualTo(dropped.getRow(n));
    }
  }

  @Test
  void dropsByItsSeedItsNameAndTheEpoch() {
    INDArray dropped = outputOf(vectors(3, DataType.FLOAT), 5, RECORDS);
    assertThat(outputOf(vectors(3, DataType.FLOAT), 5, RECORDS)).isEqualTo(dropped);
    assertThat(outputOf(vectors(3, DataType.FLOAT), 4, RECORDS)).isNotEqualTo(dropped);
    assertThat(outputOf(vectors(4, DataType.FLOAT), 5, RECORDS)).isNotEqualTo(dropped);
    assertThat(outputOf(vectors("other", 3, DataType.FLOAT), 5, RECORDS)).isNotEqualTo(dropped);
  }

  @Test
  void dropsTheSameInDouble() {
    INDArray exact = outputOf(vectors(3, DataType.DOUBLE), 5, RECORDS);
    assertThat(outputOf(vectors(3, DataType.FLOAT), 5, RECORDS))
        .isEqualTo(exact.castTo(DataType.FLOAT));
  }

  /**
   * FLOAT comes in blocks of channels behind a convolution; by oneDNN's kernels DOUBLE does not.
   */
  @Test
  void dropsTheSameInBlockedMaps() {
    INDArray blocked = mask(maps(DataType.FLOAT));
    assertThat(blocked.rank()).isEqualTo(5);
    INDArray exact = mask(maps(DataType.DOUBLE));
    assertThat(exact.rank()).isEqualTo(Kernels.here() == Kernels.ND4J_NCHW ? 5 : 4);
    assertThat(ChannelLast.of(blocked)).isEqualTo(ChannelLast.of(exact));
  }

  /** One where a value is kept, in FLOAT. */
  private static INDArray mask(ComputationGraph network) {
    return told(RECORDS, network, () -> network.feedForward(images(network), true).get("dropout"))
        .neq(0)
        .castTo(DataType.FLOAT);
  }

  @Test
  void passesTheGradientOfWhatItKeeps() {
    ComputationGraph network = maps(DataType.DOUBLE);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, RECORDS.size(), CHANNELS);
    labels.getColumn(1).assign(1);
    var batch = new MultiDataSet(images(network), labels);
    network.setInputs(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.initGradientsView();
    Dropout.ofRecords(network, RECORDS, network::computeGradientAndScore);
    String weight = "convolution_" + Convolution.WEIGHT;
    CentralDifferences.assertEqual(
        weight,
        () -> told(RECORDS, network, () -> network.score(batch, true)),
        network.getParam(weight),
        network.gradient().getGradientFor(weight).div(RECORDS.size()),
        network.getParam(weight).length() / 12);
  }

  @Test
  void fitsByTheEpochOfTheNetworkWhateverTheIteration() {
    INDArray first = fitted(0, 0);
    assertThat(fitted(0, 7)).isEqualTo(first);
    assertThat(fitted(1, 0)).isNotEqualTo(first);
  }

  private static INDArray fitted(int epoch, int iteration) {
    ComputationGraph network = vectors(3, DataType.FLOAT);
    network.getConfiguration().setEpochCount(epoch);
    network.getConfiguration().setIterationCount(iteration);
    fit(network);
    return network.params();
  }

  @Test
  void continuesAfterAResumeAsIfWithoutAStop() {
    ComputationGraph whole = vectors(3, DataType.FLOAT);
    fit(whole);
    whole.incrementEpochCount();
    var resumed =
        new ComputationGraph(
            ComputationGraphConfiguration.fromJson(whole.getConfiguration().toJson()));
    resumed.init(whole.params().dup(), false);
    fit(whole);
    fit(resumed);
    assertThat(resumed.params()).isEqualTo(whole.params());
  }

  private static void fit(ComputationGraph network) {
    INDArray ones = Nd4j.ones(DataType.FLOAT, RECORDS.size(), 200);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, RECORDS.size(), 2);
    labels.getColumn(1).assign(1);
    Dropout.ofRecords(network, RECORDS, () -> network.fit(new MultiDataSet(ones, labels)));
  }

  @Test
  void refusesRecordsThatAreNotTheMiniBatchs() {
    ComputationGraph network = vectors(3, DataType.FLOAT);
    INDArray three = Nd4j.ones(DataType.FLOAT, 3, 200);
    assertThatThrownBy(() -> told(RECORDS, network, () -> trainingOutput(network, 0, three)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Layer dropout was told the records of 4 examples, the mini-batch has 3");
  }

  @Test
  void forgetsTheRecordsAfterTheStepEvenOneThatFails() {
    ComputationGraph network = vectors(3, DataType.FLOAT);
    INDArray ones = Nd4j.ones(DataType.FLOAT, RECORDS.size(), 200);
    INDArray untold = trainingOutput(network, 0, ones);
    assertThat(outputOf(network, 0, RECORDS)).isNotEqualTo(untold);
    assertThat(trainingOutput(network, 0, ones)).isEqualTo(untold);
    var failure = new IllegalArgumentException("a step that fails");
    Runnable failing =
        () -> {
          throw failure;
        };
    assertThatThrownBy(() -> Dropout.ofRecords(network, RECORDS, failing)).isSameAs(failure);
    assertThat(trainingOutput(network, 0, ones)).isEqualTo(untold);
  }

  @Test
  void knowsWhetherANetworkHasAny() {
    assertThat(Dropout.isIn(vectors(3, DataType.FLOAT))).isTrue();
    GraphBuilder without =
        graph(3, DataType.FLOAT).addVertex("pool", Pooling.max(2, 2, 0), "input");
    var network = new ComputationGraph(without.setOutputs("pool").build());
    network.init();
    assertThat(Dropout.isIn(network)).isFalse();
  }

  /** What is left of ones. */
  private static INDArray outputOf(ComputationGraph network, int epoch, List<String> records) {
    network.getLayer(0).setEpochCount(epoch);
    DataType type = network.getConfiguration().getDataType();
    INDArray ones = Nd4j.ones(type, records.size(), 200);
    return told(records, network, () -> trainingOutput(network, 0, ones));
  }

  private static <T> T told(List<String> records, ComputationGraph network, Supplier<T> pass) {
    var result = new AtomicReference<T>();
    Dropout.ofRecords(network, records, () -> result.set(pass.get()));
    return result.get();
  }

  private static INDArray images(ComputationGraph network) {
    Nd4j.getRandom().setSeed(17);
    return Nd4j.randn(DataType.FLOAT, RECORDS.size(), 5, 6, CHANNELS)
        .castTo(network.getConfiguration().getDataType());
  }

  /** A convolution, dropout behind it, and the means of its channels. */
  private static ComputationGraph maps(DataType type) {
    GraphBuilder graph =
        graph(3, type)
            .setInputTypes(InputType.convolutional(5, 6, CHANNELS, CNN2DFormat.NHWC))
            .addLayer(
                "convolution", Convolution.of(new Window(CHANNELS, CHANNELS, 1, 3, 1, 1)), "input")
            .addLayer("dropout", Dropout.of(0.3), "convolution");
    new GraphScope(graph).globalAveragePooling("means", new FeatureMap("dropout", CHANNELS, 5, 6));
    var loss = new LossLayer.Builder(new SoftmaxCrossEntropy()).activation(Activation.SOFTMAX);
    var network =
        new ComputationGraph(
            graph.addLayer("output", loss.build(), "means").setOutputs("output").build());
    network.init();
    return network;
  }
}
