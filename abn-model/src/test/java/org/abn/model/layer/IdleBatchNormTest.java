package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.FeatureVector;
import org.abn.model.graph.GraphScope;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.parts.Branch;
import org.abn.model.parts.OutputKind;
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
import org.nd4j.linalg.schedule.FixedSchedule;

class IdleBatchNormTest {

  private static final int CHANNELS = 3;

  @Test
  void passesItsInputThroughWhateverItHolds() {
    ComputationGraph network = network(CHANNELS);
    fill(network);
    var activations = network.feedForward(Nd4j.randn(DataType.FLOAT, 2, 4, 5, 2), false);
    assertThat(activations.get("idle")).isEqualTo(activations.get("convolution"));
  }

  @Test
  void startsAsABatchNormDoes() {
    ComputationGraph network = network(CHANNELS);
    assertThat(network.getParam("idle_weight").toDoubleVector()).containsOnly(1);
    assertThat(network.getParam("idle_bias").toDoubleVector()).containsOnly(0);
    assertThat(network.getParam("idle_mean").toDoubleVector()).containsOnly(0);
    assertThat(network.getParam("idle_variance").toDoubleVector()).containsOnly(1);
  }

  @ParameterizedTest(name = "whole-network updater: {0}")
  @ValueSource(booleans = {true, false})
  void keepsItsArraysThroughTrainingWithWeightDecay(boolean whole) {
    ComputationGraph network = network(CHANNELS);
    fill(network);
    if (whole) {
      HeavyBallUpdater.install(network);
    }
    ComputationGraph before = network.clone();
    for (int step = 0; step < 3; step++) {
      network.fit(batch());
    }
    network
        .paramTable()
        .forEach(
            (key, array) ->
                assertThat(array.equals(before.getParam(key)))
                    .as(key)
                    .isEqualTo(key.startsWith("idle_")));
  }

  @Test
  void survivesJson() {
    ComputationGraphConfiguration configuration = network(CHANNELS).getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
    assertThat(new IdleBatchNorm(3)).isNotEqualTo(new IdleBatchNorm(4));
  }

  @Test
  void refusesAMapOfOtherChannels() {
    assertThatThrownBy(() -> network(CHANNELS + 1))
        .hasStackTraceContaining("expects a channel-last feature map of 4 channels, got");
  }

  private static void fill(ComputationGraph network) {
    for (String name : new String[] {"weight", "bias", "mean", "variance"}) {
      network.getParam("idle_" + name).assign(Nd4j.createFromArray(0.5f, 2, 3));
    }
  }

  private static ComputationGraph network(int channels) {
    var graph =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .updater(new HeavyBall(new FixedSchedule(0.1), 0.9))
            .l2(0.5)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(4, 5, 2, CNN2DFormat.NHWC))
            .addLayer("convolution", Convolution.of(new Window(2, CHANNELS, 1, 3, 1, 1)), "image")
            .addLayer("idle", new IdleBatchNorm(channels), "convolution");
    var scope = new GraphScope(graph);
    FeatureVector means =
        scope.globalAveragePooling("means", new FeatureMap("idle", CHANNELS, 4, 5));
    scope.output(Branch.PERCEPTION, scope.linear("linear", means, 2), OutputKind.CLASSES);
    var network = new ComputationGraph(graph.setOutputs(Branch.PERCEPTION.vertex()).build());
    network.init();
    return network;
  }

  private static MultiDataSet batch() {
    INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}});
    return new MultiDataSet(Nd4j.randn(DataType.FLOAT, 2, 4, 5, 2), labels);
  }
}
