package org.abn.spark.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.abn.model.InputShape;
import org.abn.model.PaperNetworks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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

  static Stream<Arguments> rowsOfTheTables() {
    return PaperNetworks.rows().stream().map(row -> Arguments.of(directory(row), row.network()));
  }

  @ParameterizedTest
  @MethodSource("rowsOfTheTables")
  void haveOneForEveryRowOfTheTables(String directory, String network) {
    Path file = CONF.resolve(directory).resolve(network + ".conf");
    Experiment experiment = Experiment.load(file.toString(), Map.of());
    assertThat(experiment.network().name()).isEqualTo(network);
    assertThat(experiment.data().uri()).isEqualTo("data/" + directory);
  }

  private static String directory(PaperNetworks.Row row) {
    return switch (row.table()) {
      case 3 -> "compcars";
      case 4 -> "celeba";
      default -> row.images().equals(InputShape.CIFAR) ? "cifar100" : "imagenet";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "cifar10/abn-resnet20, 128, 300, 0.1, 1.0E-4",
    "cifar100/abn-densenet-100-12, 64, 300, 0.1, 1.0E-4",
    "cifar100/wrn-28-4, 128, 300, 0.2, 5.0E-4",
    "svhn/abn-resnet110, 256, 40, 0.1, 1.0E-4",
    "svhn/abn-wrn-28-4, 256, 40, 0.2, 5.0E-4",
    "imagenet/abn-vgg16-bn, 256, 90, 0.1, 1.0E-4",
    "compcars/abn-vgg16, 32, 50, 0.1, 1.0E-4"
  })
  void workersHaveTheRecipesBatchTogether(
      String row, int batch, int epochs, double factor, double weightDecay) {
    Experiment experiment = Experiment.load(CONF.resolve(row + ".conf").toString(), Map.of());
    Training training = experiment.training();
    assertThat(training.batchSize() * training.workers().count()).isEqualTo(batch);
    assertThat(training.workers().averaging()).isEqualTo(new AveragingRule.Fixed(1));
    assertThat(training.epochs()).isEqualTo(epochs);
    assertThat(experiment.settings())
        .containsEntry("train.learning-rate.factor", factor)
        .containsEntry("train.weight-decay", weightDecay);
  }
}
