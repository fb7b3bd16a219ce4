package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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

class PoolingTest {

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void takesTheGreatestWithoutCountingThePadding(DataType type) {
    INDArray map = Nd4j.create(new double[] {-1, -2, -3, -4}).castTo(type).reshape(1, 2, 2, 1);
    INDArray pooled = pool(Pooling.max(3, 2, 1), map);
    assertThat(pooled.shape()).containsExactly(1, 1, 1, 1);
    assertThat(pooled.getDouble(0)).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void takesTheMeanOfWholeWindows(DataType type) {
    INDArray map =
        Nd4j.create(new double[] {1, 2, 9, 3, 6, 9, 9, 9, 9}).castTo(type).reshape(1, 3, 3, 1);
    INDArray pooled = pool(Pooling.average(2, 2), map);
    assertThat(pooled.shape()).containsExactly(1, 1, 1, 1);
    assertThat(pooled.getDouble(0)).isEqualTo(3);
  }

  @Test
  void survivesJson() {
    for (Pooling pooling : List.of(Pooling.max(3, 2, 1), Pooling.average(2, 2))) {
      ComputationGraphConfiguration configuration = configuration(pooling, 3, 3, DataType.FLOAT);
      assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
          .isEqualTo(configuration);
    }
    assertThat(Pooling.max(3, 2, 1)).isNotEqualTo(Pooling.max(3, 2, 0));
  }

  @Test
  void refusesPaddingThatAWindowCouldFallInto() {
    assertThatThrownBy(() -> Pooling.max(2, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("padding must be at most half the size, cannot be: 2 for 2");
  }

  private static INDArray pool(Pooling pooling, INDArray map) {
    var network =
        new ComputationGraph(configuration(pooling, map.size(1), map.size(2), map.dataType()));
    network.init();
    return network.output(List.of("pool"), false, new INDArray[] {map}, null)[0];
  }

  private static ComputationGraphConfiguration configuration(
      Pooling pooling, long height, long width, DataType type) {
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .graphBuilder()
        .addInputs("map")
        .setInputTypes(InputType.convolutional(height, width, 1, CNN2DFormat.NHWC))
        .addVertex("pool", pooling, "map")
        .setOutputs("pool")
        .build();
  }
}
