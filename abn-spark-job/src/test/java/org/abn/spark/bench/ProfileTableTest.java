package org.abn.spark.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.spark.bench.ProfileTable.Row;
import org.abn.spark.bench.StepProfile.Cost;
import org.junit.jupiter.api.Test;

class ProfileTableTest {

  @Test
  void takesMediansAndAddsUpToTheStep() {
    List<Map<String, Cost>> walks =
        List.of(
            Map.of("A", new Cost(0.001, 0.002), "B", new Cost(0.010, 0)),
            Map.of("A", new Cost(0.003, 0.004), "B", new Cost(0.020, 0)),
            Map.of("A", new Cost(0.900, 0.900), "B", new Cost(0.030, 0)));
    ProfileTable table = ProfileTable.of(walks, 0.1);
    assertThat(table.rows().get(1)).isEqualTo(new Row("B", 20, 0));
    assertThat(table.rows().get(2)).isEqualTo(new Row("A", 3, 4));
    assertThat(table.step()).isCloseTo(100, within(1e-9));
    assertThat(table.text().lines()).hasSize(5);
    assertThat(table.text()).endsWith("100.0 %" + System.lineSeparator());
  }

  @Test
  void namesEveryKindOfLayerThatANetworkHas() {
    var workload = new Workload(Network.named("abn-resnet8"), InputShape.CIFAR, 4, 2, Layers.OURS);
    assertThat(ProfileTable.measure(workload, 1).text())
        .contains("Convolution", "BatchNorm", "Add", "AttentionMechanism", "Linear");
  }
}
