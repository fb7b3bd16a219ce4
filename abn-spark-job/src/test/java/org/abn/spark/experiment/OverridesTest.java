package org.abn.spark.experiment;

import static org.abn.spark.experiment.ConfigurationDirectory.rejects;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {
  @TempDir private Path directory;
  private ConfigurationDirectory configurations;

  @BeforeEach
  void open() {
    configurations = new ConfigurationDirectory(directory);
  }

  @Test
  void winOverTheFileWithTheirTypes() throws IOException {
    Experiment experiment =
        configurations.complete(
            Map.of(
                "train.epochs", "3",
                "train.weight-decay", "5e-4",
                "train.learning-rate.drops", "[1, 2]",
                "data.augmentation.mirror", "false"));
    assertThat(experiment.training().epochs()).isEqualTo(3);
    assertThat(experiment.training().sgd().weightDecay()).isEqualTo(5e-4);
    assertThat(experiment.training().sgd().drops()).isEqualTo(List.of(1, 2));
    assertThat(experiment.data().augmentation().mirror()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://a:8020/b c?x=1#y",
        "/tmp/[1]",
        "007",
        "1e3",
        "a = b",
        "${x}",
        "\\n",
        "[a]"
      })
  void keepTextAsItIs(String text) throws IOException {
    assertThat(configurations.complete(Map.of("run.dir", text)).runDirectory()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train.epochs | abc       | train.epochs must be a whole number, cannot be: "abc"
          train.epochs | 0         | train.epochs must be at least 1, cannot be: 0
          train.epochs | 3, "x": 4 | train.epochs must be a whole number, cannot be: "3, \\"x\\": 4"
          train        | 3         | train must be a section { ... }, cannot be: 3
          trian.epochs | 3         | trian is not a known key (did you mean train?)
          run.dir      | ''        | run.dir must be a directory's URI, cannot be: ""
          train.drops  | [1]       | train.drops is not a known key (known: averaging-frequency, batch-size, checkpoint-every, epochs, keep-checkpoints, learning-rate, momentum, seed, threads-per-worker, weight-decay, workers)
          a..b         | 3         | the key must be a path such as train.epochs, cannot be: "a..b"
          """)
  void areNamedWhereTheyAreAtFault(String key, String value, String message) throws IOException {
    String file = configurations.file("complete.conf", ConfigurationDirectory.COMPLETE);
    rejects(file, Map.of(key, value)).hasMessage("-D " + key + "=" + value + ": " + message);
  }
}
