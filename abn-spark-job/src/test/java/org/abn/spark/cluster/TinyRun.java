package org.abn.spark.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * A small run, as it is told to the command {@code train}: 3 logical workers, which 1, 2 or 3
 * executors share.
 *
 * @param configuration file
 * @param epochs of the run
 */
record TinyRun(Path configuration, int epochs) {

  static TinyRun write(Path folder, int epochs) throws IOException {
    Path file = folder.resolve("tiny.conf");
    Files.writeString(
        file,
        """
        network.name = abn-resnet8
        data {
          normalisation { mean = [0.5, 0.5, 0.5], std = [0.25, 0.25, 0.25] }
          augmentation { padding = 4, mirror = true }
        }
        train {
          epochs = EPOCHS
          batch-size = 4, workers = 3, averaging-frequency = 1, threads-per-worker = 1, seed = 5
          learning-rate { initial = 0.05, factor = 0.1, drops = [] }
          momentum = 0.9, weight-decay = 1e-4
          checkpoint-every = 2 rounds
        }
        """
            .replace("EPOCHS", Integer.toString(epochs)));
    return new TinyRun(file, epochs);
  }

  /** The words of the command. */
  String[] command(String data, String run) {
    return new String[] {
      "train", configuration.toString(), "-D", "data.uri=" + data, "-D", "run.dir=" + run
    };
  }

  /** The checksums of the parameters and of the momentum at its end. */
  List<String> end(String run) throws IOException {
    String name = String.format(Locale.ROOT, "checkpoints/epoch-%04d/state.json", epochs);
    var path = new org.apache.hadoop.fs.Path(run, name);
    try (InputStream in = path.getFileSystem(new Configuration()).open(path)) {
      JsonNode state = new ObjectMapper().readTree(in);
      return List.of(
          state.required("parameters_sha256").asText(), state.required("momentum_sha256").asText());
    }
  }
}
