package org.abn.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.abn.spark.results.RunData;
import org.junit.jupiter.api.Test;

class RehearsalTest {

  private static final RunData WHOLE = new RunData("cifar100", 100, 50_000, 10_000);

  private static ConfRuns of(int epochs, Map<String, Object> settings, RunData data) {
    return Recorded.conf("cifar100/resnet20", Recorded.run(1, epochs, settings, data, 50.0));
  }

  @Test
  void isNoneByTheRecipeOnTheWholeData() {
    assertThat(of(300, Map.of(), WHOLE).marks()).isEmpty();
  }

  @Test
  void isARunOnFewImagesOrForFewEpochs() {
    assertThat(of(1, Map.of("data.limit", 500), WHOLE).marks())
        .containsExactly(
            "Rehearsal: at most 500 training and as many test images.",
            "Shortened: 1 of the recipe's 300 epochs.");
  }

  @Test
  void isARunOnAPartOrOnOtherData() {
    assertThat(of(300, Map.of(), new RunData("cifar100", 100, 10_240, 1_000)).marks())
        .containsExactly("A part of cifar100: 10,240 of the 50,000 training images.");
    assertThat(of(300, Map.of(), new RunData("cifar100", 10, 50_000, 10_000)).marks())
        .containsExactly("Other answers: 10 classes or attributes, not the table's 100.");
    assertThat(of(300, Map.of(), new RunData("svhn", 10, 600_000, 26_032)).marks())
        .containsExactly("Other data: svhn, not the table's cifar100.");
  }

  @Test
  void isSaidOnceOfSeveralSeeds() {
    ConfRuns runs =
        Recorded.conf(
            "cifar100/resnet20",
            Recorded.run(1, 60, Map.of(), WHOLE, 50.0),
            Recorded.run(2, 60, Map.of(), WHOLE, 51.0));
    assertThat(runs.marks()).hasSize(1);
  }
}
