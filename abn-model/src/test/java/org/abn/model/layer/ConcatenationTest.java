package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.abn.model.ChannelLast;
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

class ConcatenationTest {

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void putsTheChannelsOfTheFirstMapFirst(DataType type) {
    INDArray two = Nd4j.arange(1, 9).castTo(type).reshape(2, 1, 2, 2);
    INDArray one = Nd4j.arange(-4, 0).castTo(type).reshape(2, 1, 2, 1);
    ComputationGraph network = new ComputationGraph(joining(type, 2));
    network.init();
    INDArray joint = ChannelLast.of(network.outputSingle(two, one));
    assertThat(joint.shape()).containsExactly(2, 1, 2, 3);
    assertThat(joint.ravel().toDoubleVector())
        .containsExactly(1, 2, -4, 3, 4, -3, 5, 6, -2, 7, 8, -1);
  }

  @Test
  void survivesJson() {
    ComputationGraphConfiguration configuration = joining(DataType.FLOAT, 2);
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }

  @Test
  void refusesMapsOfTwoWidths() {
    assertThatThrownBy(() -> joining(DataType.FLOAT, 3))
        .hasStackTraceContaining(
            "Expected two channel-last feature maps of one height and width, got")
        .hasStackTraceContaining("InputTypeConvolutional(h=1,w=3,c=1");
  }

  private static ComputationGraphConfiguration joining(DataType type, long widthOfSecond) {
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .graphBuilder()
        .addInputs("two", "one")
        .setInputTypes(
            InputType.convolutional(1, 2, 2, CNN2DFormat.NHWC),
            InputType.convolutional(1, widthOfSecond, 1, CNN2DFormat.NHWC))
        .addVertex("joint", new Concatenation(), "two", "one")
        .setOutputs("joint")
        .build();
  }
}
