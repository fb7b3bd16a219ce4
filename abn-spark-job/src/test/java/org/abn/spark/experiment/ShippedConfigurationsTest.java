package org.abn.spark.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every file in conf/ that is not a part of others. */
class ShippedConfigurationsTest {
  private static final Path CONF = Path.of("..", "conf");

  static List<Path> configurations() throws IOException {
    try (Stream<Path> files = Files.walk(CONF)) {
      return files
          .filter(file -> file.toString().endsWith(".conf"))
          .filter(file -> !file.startsWith(CONF.resolve("recipes")))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void holdsEveryKey(Path file) {
    Experiment experiment = Experiment.load(file.toString(), Map.of());
    assertThat(experiment.name()).isEqualTo(experiment.network().name());
    // Images of one size need none for the network.
    assertThat(experiment.settings().keySet())
        .filteredOn(key -> !key.startsWith("data.image."))
        .hasSize(18)
        .contains(
            "data.uri",
            "run.dir",
            "train.epochs",
            "train.batch-size",
            "train.workers",
            "train.averaging-frequency",
            "train.seed");
  }

  @Test
  void twoWorkersHaveTheRecipesBatchOf128() {
    Path file = CONF.resolve("cifar10/abn-resnet20.conf");
    Training training = Experiment.load(file.toString(), Map.of()).training();
    assertThat(training.batchSize() * training.workers().count()).isEqualTo(128);
    assertThat(training.workers().averagingFrequency()).isEqualTo(1);
  }
}
