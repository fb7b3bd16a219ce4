package org.abn.model.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.abn.model.Images;
import org.abn.model.Network;
import org.abn.model.Network.Kind;
import org.abn.model.NetworkOptions;
import org.abn.model.Sgd;
import org.abn.model.abn.AttentionBranchNetwork;
import org.abn.model.backbone.ResNet;
import org.abn.model.backbone.ResNet.BlockKind;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AttentionMapTest {

  private static final INDArray IMAGES = Nd4j.rand(DataType.FLOAT, 2, 64, 32, 3);

  @Test
  void thereIsOneAnImage() {
    assertAre(Network.named("abn-resnet8"), 1, 32, 16);
  }

  @Test
  void thereIsOneAnImageAndTask() {
    var backbone = ResNet.forTasks(BlockKind.BASIC, List.of(1, 1, 1, 1), 8);
    assertAre(
        new Network("small", Kind.ABN_MULTI_TASK, backbone, Images.CIFAR, NetworkOptions.DEFAULT),
        3,
        4,
        2);
  }

  private static void assertAre(Network definition, int tasks, int height, int width) {
    var sgd = Sgd.constant(0.1, 0.9, 0);
    var network =
        new ComputationGraph(
            definition.configuration(new Images(64, 32, 3), 3, sgd, 1, DataType.FLOAT));
    network.init();
    String vertex = AttentionBranchNetwork.attentionMap(network.getConfiguration()).orElseThrow();
    INDArray due = network.feedForward(IMAGES, false).get(vertex);
    List<List<AttentionMap>> maps = AttentionMap.of(network, IMAGES);
    assertThat(maps).hasSize(2).allSatisfy(ofImage -> assertThat(ofImage).hasSize(tasks));
    for (int t = 0; t < tasks; t++) {
      float[][] values = maps.get(1).get(t).values();
      assertThat(values).hasDimensions(height, width);
      assertThat(values[1][0]).isEqualTo(due.getFloat(1, 1, 0, t));
      assertThat(values[0][1]).isEqualTo(due.getFloat(1, 0, 1, t));
    }
  }
}
