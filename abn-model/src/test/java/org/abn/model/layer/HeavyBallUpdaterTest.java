package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class HeavyBallUpdaterTest {

  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "abn-resnet8"})
  void givesTheBitsOfDl4jsOwnUpdater(String name) {
    ComputationGraph plain = network(name, 1e-2);
    ComputationGraph whole = network(name, 1e-2);
    HeavyBallUpdater.install(whole);
    MultiDataSet batch = batch(plain);
    for (int step = 0; step < 3; step++) {
      plain.fit(batch);
      whole.fit(batch);
    }
    assertThat(whole.params()).isEqualTo(plain.params());
    assertThat(whole.getUpdater().getUpdaterStateViewArray())
        .isEqualTo(plain.getUpdater().getUpdaterStateViewArray());
  }

  @Test
  void decaysTrainedParametersAlone() {
    ComputationGraph decayed = network("resnet8", 0.5);
    ComputationGraph free = network("resnet8", 0);
    for (ComputationGraph network : List.of(decayed, free)) {
      HeavyBallUpdater.install(network);
      network.fit(batch(network));
    }
    decayed
        .paramTable()
        .forEach(
            (key, array) -> {
              boolean statistic = key.matches(".*_(mean|variance)");
              // A bias of batch norm starts at zero, where nothing decays.
              boolean zero = key.matches(".*bn._bias|.*downsample\\.1_bias");
              assertThat(array.equals(free.getParam(key))).as(key).isEqualTo(statistic || zero);
            });
  }

  private static ComputationGraph network(String name, double weightDecay) {
    var network =
        new ComputationGraph(
            Network.named(name)
                .configuration(
                    new InputShape(8, 8, 3),
                    4,
                    Sgd.constant(0.1, 0.9, weightDecay),
                    3,
                    DataType.FLOAT)
                .graph());
    network.init();
    return network;
  }

  private static MultiDataSet batch(ComputationGraph network) {
    Nd4j.getRandom().setSeed(9);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 4, 4);
    IntStream.range(0, 4).forEach(n -> labels.putScalar(n, n, 1));
    List<INDArray> all = List.of(labels, labels);
    return new MultiDataSet(
        new INDArray[] {Nd4j.randn(DataType.FLOAT, 4, 8, 8, 3)},
        all.subList(0, network.getNumOutputArrays()).toArray(INDArray[]::new));
  }
}
