package org.abn.spark.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.spark.bench.TrainingSpeed;
import org.abn.spark.training.NativeThreads;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * That what computes in a process computes right, network by network, and how fast. What is right
 * is in {@code families.csv}: DOUBLE on a processor, by operations that tests hold to the authors'
 * PyTorch.
 *
 * @param threads OpenMP threads
 */
record Proof(int threads) implements Serializable {
  private static final String NETWORK = "abn-resnet20";
  private static final int CLASSES = 100;
  private static final int BATCH = 128;

  /**
   * What came of it.
   *
   * @param faults what computes wrong; empty where all is right
   * @param imagesPerSecond that abn-resnet20 trains
   */
  record Outcome(List<String> faults, double imagesPerSecond) {}

  Outcome run() {
    return NativeThreads.with(threads, () -> new Outcome(faults(), speed()));
  }

  private static List<String> faults() {
    List<String> faults = new ArrayList<>();
    due()
        .forEach(
            (network, right) -> {
              var step = new FamilyStep(network);
              step.difference(step.run(DataType.FLOAT), right).ifPresent(faults::add);
            });
    return faults;
  }

  private static double speed() {
    return TrainingSpeed.of(Network.named(NETWORK), InputShape.CIFAR, CLASSES, BATCH);
  }

  /** By network, what {@link FamilyStep} is to give. */
  static Map<String, Map<String, Double>> due() {
    Map<String, Map<String, Double>> due = new LinkedHashMap<>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Proof.class.getResourceAsStream("families.csv")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split(",");
        due.computeIfAbsent(fields[0], network -> new LinkedHashMap<>())
            .put(fields[1], Double.valueOf(fields[2]));
      }
      return due;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
