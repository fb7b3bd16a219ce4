package org.abn.spark.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.abn.data.augment.Augmentation;
import org.abn.data.augment.Framing;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.augment.Resize;
import org.abn.data.batch.Selection;
import org.abn.model.Sgd;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {
  @TempDir private Path directory;
  private Experiment experiment;

  @BeforeEach
  void load() throws IOException {
    experiment = new ConfigurationDirectory(directory).complete(Map.of());
  }

  @Test
  void readsEveryValue() {
    assertThat(experiment.name()).isEqualTo("complete");
    assertThat(experiment.network().name()).isEqualTo("abn-resnet20");
    assertThat(experiment.data())
        .isEqualTo(
            new Data(
                "hdfs://cluster/shards",
                Selection.ALL,
                Optional.empty(),
                new Normalisation(new float[] {0.5f, 0.4f}, new float[] {0.2f, 0.3f}),
                Augmentation.padAndCrop(4, true)));
    assertThat(experiment.training())
        .isEqualTo(
            new Training(
                300,
                64,
                1,
                new Workers(2, 1, new AveragingRule.Fixed(1)),
                new Sgd(0.1, 0.1, List.of(150, 225), 0.9, 1e-4),
                CheckpointRule.DEFAULT));
    assertThat(experiment.runDirectory()).isEqualTo("runs/1");
  }

  @Test
  void readsHowImagesAreFramed() throws IOException {
    String size = "data.image.size";
    String resize = "data.image.resize";
    ImageSize input = new ImageSize(224, 224);
    assertThat(framing(Map.of(size, "[224, 224]"))).contains(Framing.stretching(input));
    assertThat(framing(Map.of(size, "[224, 224]", resize, "256")))
        .contains(new Framing(input, new Resize.ShortSide(256)));
    assertThat(framing(Map.of(size, "[224, 224]", resize, "[224, 323]")))
        .contains(new Framing(input, new Resize.Exact(new ImageSize(224, 323))));
  }

  private Optional<Framing> framing(Map<String, String> overrides) throws IOException {
    return new ConfigurationDirectory(directory).complete(overrides).data().framing();
  }

  @Test
  void readsWhichRecordsAreUsed() throws IOException {
    var file = new ConfigurationDirectory(directory);
    assertThat(
            file.complete(Map.of("data.limit", "500", "data.validation", "50")).data().selection())
        .isEqualTo(new Selection(500, 50));
    for (String key : List.of("data.limit", "data.validation")) {
      assertThatThrownBy(() -> file.complete(Map.of(key, "0")))
          .isInstanceOf(InvalidConfigurationException.class)
          .hasMessageContaining(key + " must be at least 1, cannot be: 0");
    }
  }

  @Test
  void readsWhenCheckpointsAreWritten() throws IOException {
    String every = "train.checkpoint-every";
    assertThat(checkpoints(Map.of(every, "200 rounds", "train.keep-checkpoints", "3")))
        .isEqualTo(new CheckpointRule(200, 0, 3));
    assertThat(checkpoints(Map.of(every, "1 minute"))).isEqualTo(new CheckpointRule(0, 1, 0));
    for (String wrong : List.of("200", "0 rounds", "5 hours", "-1 minutes")) {
      assertThatThrownBy(() -> checkpoints(Map.of(every, wrong)))
          .isInstanceOf(InvalidConfigurationException.class)
          .hasMessageContaining(
              "train.checkpoint-every must be such as 200 rounds or 10 minutes, cannot be: ");
    }
    assertThatThrownBy(() -> checkpoints(Map.of("train.keep-checkpoints", "-1")))
        .hasMessageContaining("train.keep-checkpoints must be at least 1, or 0 for all");
  }

  private CheckpointRule checkpoints(Map<String, String> overrides) throws IOException {
    return new ConfigurationDirectory(directory).complete(overrides).training().checkpoints();
  }

  @Test
  void settingsAreFlatSortedAndWhole() {
    assertThat(experiment.settings())
        .hasSize(18)
        .containsEntry("data.normalisation.std", List.of(0.2, 0.3))
        .containsEntry("train.batch-size", 64)
        .containsEntry("train.learning-rate.initial", 0.1);
    assertThat(List.copyOf(experiment.settings().keySet())).isSorted();
  }

  @Test
  void differsBySettingsThatChangeTheResult() {
    Map<String, Object> other = new TreeMap<>(experiment.settings());
    other.put("train.batch-size", 32);
    assertThat(experiment.differenceFrom(other)).contains("train.batch-size is 64 here, 32 there");
    other.remove("train.batch-size");
    assertThat(experiment.differenceFrom(other))
        .contains("train.batch-size is 64 here, not set there");
  }

  @Test
  void mayBeProlongedAndMoved() {
    Map<String, Object> other = new TreeMap<>(experiment.settings());
    other.put("train.epochs", 3);
    other.put("run.dir", "elsewhere");
    other.remove("data.uri");
    other.put("train.seed", 1); // JSON gives an int for a long
    assertThat(experiment.differenceFrom(other)).isEmpty();
  }
}
