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

class FlattenTest {

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void putsAllPositionsOfAChannelTogether(DataType type) {
    INDArray map = Nd4j.arange(1, 13).castTo(type).reshape(2, 1, 2, 3);
    var network = new ComputationGraph(flattening(type, CNN2DFormat.NHWC));
    network.init();
    INDArray vectors = network.outputSingle(map);
    assertThat(vectors.shape()).containsExactly(2, 6);
    assertThat(vectors.ravel().toDoubleVector())
        .containsExactly(1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12);
  }

  @Test
  void survivesJson() {
    ComputationGraphConfiguration configuration = flattening(DataType.FLOAT, CNN2DFormat.NHWC);
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }

  @Test
  void refusesChannelsFirst() {
    assertThatThrownBy(() -> flattening(DataType.FLOAT, CNN2DFormat.NCHW))
        .hasStackTraceContaining("Expected a channel-last feature map, got");
  }

  private static ComputationGraphConfiguration flattening(DataType type, CNN2DFormat format) {
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .graphBuilder()
        .addInputs("map")
        .setInputTypes(InputType.convolutional(1, 2, 3, format))
        .addVertex("vector", new Flatten(), "map")
        .setOutputs("vector")
        .build();
  }
}
