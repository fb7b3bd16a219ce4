package org.abn.spark.experiment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;

/** Writes a whole configuration, with one line of it changed, and loads it. */
record ConfigurationDirectory(Path directory) {
  static final String COMPLETE =
      """
      network.name = "abn-resnet20"
      data {
        uri = "hdfs://cluster/shards"
        normalisation { mean = [0.5, 0.4], std = [0.2, 0.3] }
        augmentation { padding = 4, mirror = true }
      }
      run.dir = "runs/1"
      train {
        epochs = 300
        batch-size = 64
        workers = 2
        averaging-frequency = 1
        threads-per-worker = 1
        seed = 1
        learning-rate { initial = 0.1, factor = 0.1, drops = [150, 225] }
        momentum = 0.9
        weight-decay = 1e-4
      }
      """;

  String file(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  Experiment complete(Map<String, String> overrides) throws IOException {
    return Experiment.load(file("complete.conf", COMPLETE), overrides);
  }

  /** Asserts what is said of the complete file with a part replaced; the place is its own. */
  void rejectsAtLine(int line, String part, String replacement, String message) throws IOException {
    String file = file("changed.conf", COMPLETE.replace(part, replacement));
    rejects(file, Map.of()).hasMessage(file + ":" + line + ": " + message);
  }

  static AbstractThrowableAssert<?, ?> rejects(String file, Map<String, String> overrides) {
    return assertThatThrownBy(() -> Experiment.load(file, overrides))
        .isInstanceOf(InvalidConfigurationException.class);
  }
}
