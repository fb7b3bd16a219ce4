package org.abn.spark.action;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.abn.spark.experiment.Experiment;

/** A dataset of noise in CIFAR-10's binary format, and an experiment on it. */
public final class TinyCifar {

  static final int TRAIN = 44;
  static final int TEST = 12;
  private static final int PIXELS = 3072;

  private TinyCifar() {}

  /** Writes its files; gives the directory. */
  public static Path write(Path directory) throws IOException {
    return write(directory, TRAIN, TEST);
  }

  /** The same, of so many images. */
  public static Path write(Path directory, int train, int test) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve("data_batch_1.bin"), records(train, 1));
    Files.write(directory.resolve("test_batch.bin"), records(test, 2));
    return directory;
  }

  private static byte[] records(int count, long seed) {
    byte[] bytes = new byte[count * (1 + PIXELS)];
    new Random(seed).nextBytes(bytes);
    for (int record = 0; record < count; record++) {
      bytes[record * (1 + PIXELS)] = (byte) (record % 10);
    }
    return bytes;
  }

  /** An attention branch network on two workers that end at different mini-batches. */
  static Experiment experiment(Path folder, String data, String run, int epochs, String... changes)
      throws IOException {
    Path conf = folder.resolve("tiny.conf");
    Files.writeString(
        conf,
        """
        network.name = abn-resnet8
        data {
          normalisation { mean = [0.5, 0.5, 0.5], std = [0.25, 0.25, 0.25] }
          augmentation { padding = 4, mirror = true }
        }
        train {
          batch-size = 8, workers = 2, averaging-frequency = 2, threads-per-worker = 1, seed = 5
          learning-rate { initial = 0.05, factor = 0.1, drops = [2] }
          momentum = 0.9, weight-decay = 1e-4
        }
        """
            + String.join("\n", changes));
    return Experiment.load(
        conf.toString(),
        Map.of("data.uri", data, "run.dir", run, "train.epochs", Integer.toString(epochs)));
  }
}
