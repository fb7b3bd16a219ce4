package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
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
import org.nd4j.linalg.indexing.NDArrayIndex;

class TaskHeadsTest {

  private static final int INPUTS = 5;
  private static final int TASKS = 3;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void appliesToTheVectorOfEachTaskItsOwnLayer(DataType type) {
    ComputationGraph network = network(type);
    INDArray vectors = Nd4j.randn(type, 4, TASKS * INPUTS);
    INDArray logits = network.outputSingle(vectors);
    assertThat(logits.shape()).containsExactly(4, 2 * TASKS);
    for (int task = 0; task < TASKS; task++) {
      INDArray expected =
          columns(vectors, task, INPUTS)
              .mmul(
                  network.getParam(String.format(Locale.ROOT, "heads_%d.weight", task)).transpose())
              .addRowVector(network.getParam(String.format(Locale.ROOT, "heads_%d.bias", task)));
      INDArray difference = columns(logits, task, 2).sub(expected);
      assertThat(difference.amaxNumber().doubleValue()).isCloseTo(0, within(1e-6));
    }
  }

  private static INDArray columns(INDArray vectors, int task, int length) {
    int start = task * length;
    return vectors.get(NDArrayIndex.all(), NDArrayIndex.interval(start, start + length)).dup('c');
  }

  @Test
  void hasAWeightAndABiasForEachTaskInTurn() {
    assertThat(network(DataType.FLOAT).paramTable().keySet())
        .containsExactly(
            "heads_0.weight",
            "heads_0.bias",
            "heads_1.weight",
            "heads_1.bias",
            "heads_2.weight",
            "heads_2.bias");
  }

  @Test
  void survivesJson() {
    ComputationGraphConfiguration configuration = network(DataType.FLOAT).getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
    assertThat(new TaskHeads(5, 3))
        .isNotEqualTo(new TaskHeads(3, 5))
        .isEqualTo(new TaskHeads(5, 3));
  }

  @Test
  void refusesVectorsOfAnotherLength() {
    assertThatThrownBy(() -> configuration(DataType.FLOAT, 14))
        .hasStackTraceContaining("Layer heads expects vectors of length 3 * 5, got")
        .hasStackTraceContaining("InputTypeFeedForward(14");
  }

  private static ComputationGraph network(DataType type) {
    var network = new ComputationGraph(configuration(type, TASKS * INPUTS));
    network.init();
    return network;
  }

  private static ComputationGraphConfiguration configuration(DataType type, long length) {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(type)
        .graphBuilder()
        .addInputs("vectors")
        .setInputTypes(InputType.feedForward(length))
        .addLayer("heads", new TaskHeads(INPUTS, TASKS), "vectors")
        .setOutputs("heads")
        .build();
  }
}
