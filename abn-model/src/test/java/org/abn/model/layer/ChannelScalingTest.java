package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ChannelScalingTest {

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
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .graphBuilder()
        .addInputs("map", "weights")
        .setInputTypes(
            InputType.convolutional(1, 2, 2, CNN2DFormat.NHWC), InputType.feedForward(weights))
        .addVertex("scaling", new ChannelScaling(), "map", "weights")
        .setOutputs("scaling")
        .build();
  }
}
