package org.abn.spark.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.results.RunData;
import org.abn.spark.results.RunRecord;
import org.abn.spark.results.StoredRun;

/** Runs as if they had been trained. */
final class Recorded {

  static final String MANIFEST = "0123456789abcdef";
  private static final RunData CIFAR100 = new RunData("cifar100", 100, 50_000, 10_000);

  private Recorded() {}

  /** A finished run by the recipe, whose last epochs have these errors. */
  static SeedRun run(long seed, double... errors) {
    return run(seed, 300, Map.of(), CIFAR100, errors);
  }

  static SeedRun run(
      long seed, int epochs, Map<String, Object> settings, RunData data, double... errors) {
    List<EpochMetrics> metrics = new ArrayList<>();
    int first = epochs - errors.length + 1;
    for (int epoch = 1; epoch < first; epoch++) {
      metrics.add(metrics(epoch, 99));
    }
    for (int i = 0; i < errors.length; i++) {
      metrics.add(metrics(first + i, errors[i]));
    }
    StoredRun stored = new StoredRun(record(epochs, settings, data), metrics);
    return new SeedRun(seed, "out/seed-" + seed, epochs, Optional.of(stored));
  }

  /** A run that has come so far. */
  static SeedRun begun(long seed, int asked, double... errors) {
    List<EpochMetrics> metrics = new ArrayList<>();
    for (int i = 0; i < errors.length; i++) {
      metrics.add(metrics(i + 1, errors[i]));
    }
    StoredRun stored = new StoredRun(record(asked, Map.of(), CIFAR100), metrics);
    return new SeedRun(seed, "out/seed-" + seed, asked, Optional.of(stored));
  }

  /** A finished run of attributes. */
  static SeedRun attributes(long seed, Map<String, Double> accuracies) {
    double mean = accuracies.values().stream().mapToDouble(one -> one).average().orElseThrow();
    StoredRun stored =
        new StoredRun(
            record(1, Map.of(), new RunData("celeba", 40, 162_770, 19_962)),
            List.of(metrics(1, 100 - mean, null, accuracies)));
    return new SeedRun(seed, "out/seed-" + seed, 1, Optional.of(stored));
  }

  static ConfRuns conf(String name, SeedRun... runs) {
    return new ConfRuns(
        name, 300, new ConfRuns.Cost(278_324, 40_818_944), List.of(runs), Optional.empty(), false);
  }

  private static EpochMetrics metrics(int epoch, double error) {
    return metrics(epoch, error, null, Map.of());
  }

  static EpochMetrics metrics(
      int epoch, double error, Double validation, Map<String, Double> attributes) {
    return new EpochMetrics(
        epoch, 0.1, null, 1, error, error, null, null, validation, 10, 100, attributes);
  }

  private static RunRecord record(int epochs, Map<String, Object> settings, RunData data) {
    Map<String, Object> configuration = new TreeMap<>(settings);
    configuration.put("train.epochs", epochs);
    return new RunRecord(
        "resnet20",
        configuration,
        MANIFEST,
        data,
        Map.of(),
        "fedcba9876543210fedc-dirty",
        Map.of(),
        List.of(),
        "2026-01-01T00:00:00Z",
        "2026-01-02T00:00:00Z");
  }
}
