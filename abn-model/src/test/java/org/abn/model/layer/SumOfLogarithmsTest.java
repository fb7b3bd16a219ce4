package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

class SumOfLogarithmsTest {

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void sumsTheLogarithmsOfEachPosition(DataType type) {
    INDArray scores = Nd4j.createFromArray(0.0, 1, 2, 0, 0, 0).castTo(type).reshape(1, 1, 2, 3);
    var network = new ComputationGraph(summing(type, CNN2DFormat.NHWC));
    network.init();
    INDArray map = network.outputSingle(scores);
    assertThat(map.shape()).containsExactly(1, 1, 2, 1);
    assertThat(map.getDouble(0)).isCloseTo(Math.log(6), within(1e-6));
    assertThat(map.getDouble(1)).isZero();
  }

  @Test
  void survivesJson() {
    ComputationGraphConfiguration configuration = summing(DataType.FLOAT, CNN2DFormat.NHWC);
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }

  @Test
  void refusesChannelsFirst() {
    assertThatThrownBy(() -> summing(DataType.FLOAT, CNN2DFormat.NCHW))
        .hasStackTraceContaining("Expected a channel-last feature map, got");
  }

  private static ComputationGraphConfiguration summing(DataType type, CNN2DFormat format) {
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .graphBuilder()
        .addInputs("scores")
        .setInputTypes(InputType.convolutional(1, 2, 3, format))
        .addVertex("map", new SumOfLogarithms(), "scores")
        .setOutputs("map")
        .build();
  }
}
