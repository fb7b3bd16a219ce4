package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Network.Kind;
import org.abn.model.NetworkOptions;
import org.abn.model.Sgd;
import org.abn.model.backbone.ResNet;
import org.abn.model.backbone.ResNet.BlockKind;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class SharedPerceptionTest {

  private static final int TASKS = 7;
  private static final InputShape IMAGES = new InputShape(32, 48, 3);

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void trainsTheSameWithSomeTasksAtATime(int tasksAtATime) {
    ComputationGraph all = trained(TASKS, DataType.DOUBLE, 3);
    ComputationGraph some = trained(tasksAtATime, DataType.DOUBLE, 3);
    all.paramTable()
        .forEach(
            (key, due) -> {
              double error = some.getParam(key).distance2(due);
              assertThat(error)
                  .as(key)
                  .isLessThanOrEqualTo(1e-9 * (1 + due.norm2Number().doubleValue()));
            });
    assertThat(some.score()).isCloseTo(all.score(), within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, TASKS})
  void agreesInFloatAndDouble(int tasksAtATime) {
    INDArray images = batch(DataType.DOUBLE).getFeatures(0);
    INDArray[] due = trained(tasksAtATime, DataType.DOUBLE, 1).output(images);
    INDArray[] came =
        trained(tasksAtATime, DataType.FLOAT, 1).output(images.castTo(DataType.FLOAT));
    for (int i = 0; i < due.length; i++) {
      INDArray difference = came[i].castTo(DataType.DOUBLE).sub(due[i]);
      assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-3);
    }
  }

  @Test
  void needsMemoryForTheTasksAtATimeAlone() {
    assertThat(workspaceBytes(1)).isPositive().isLessThan(workspaceBytes(5) / 3);
  }

  private static long workspaceBytes(int tasksAtATime) {
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    trained(tasksAtATime, DataType.FLOAT, 3);
    return Nd4j.getWorkspaceManager().getWorkspaceForCurrentThread("ABN_TASKS").getCurrentSize();
  }

  @Test
  void refusesAMapOfOtherChannels() {
    ComputationGraph network = network(1, DataType.DOUBLE);
    var layer = network.getLayer("perception_branch/layer4").conf().getLayer();
    assertThatThrownBy(
            () -> layer.setNIn(InputType.convolutional(4, 4, 12, CNN2DFormat.NHWC), false))
        .hasMessageContaining("channel-last feature map of 71 channels");
  }

  private static ComputationGraph trained(int tasksAtATime, DataType type, int steps) {
    ComputationGraph network = network(tasksAtATime, type);
    MultiDataSet batch = batch(type);
    for (int i = 0; i < steps; i++) {
      network.fit(batch);
    }
    return network;
  }

  /** Parameters are those of the DOUBLE network, whatever the type. */
  private static ComputationGraph network(int tasksAtATime, DataType type) {
    NetworkOptions options = NetworkOptions.DEFAULT.withTasksAtATime(tasksAtATime);
    var definition =
        new Network(
            "abn-multitask",
            Kind.ABN_MULTI_TASK,
            ResNet.forTasks(BlockKind.BOTTLENECK, List.of(1, 1, 1, 2), 4),
            IMAGES,
            options);
    Sgd sgd = Sgd.constant(0.01, 0.9, 1e-4);
    var network =
        new ComputationGraph(
            definition.configuration(IMAGES, TASKS, sgd, 5, DataType.DOUBLE).graph());
    network.init();
    return type == DataType.DOUBLE ? network : network.convertDataType(type);
  }

  private static MultiDataSet batch(DataType type) {
    Nd4j.getRandom().setSeed(4);
    INDArray images = Nd4j.randn(DataType.DOUBLE, 3, IMAGES.height(), IMAGES.width(), 3);
    INDArray labels = Nd4j.rand(DataType.DOUBLE, 3, TASKS).gt(0.5).castTo(type);
    return new MultiDataSet(new INDArray[] {images.castTo(type)}, new INDArray[] {labels, labels});
  }
}
