package org.abn.spark.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.abn.spark.results.Versions;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Whether the executors that there are can train; those that come later are not asked.
 *
 * @param rows of all of them
 */
public record Preflight(List<Row> rows) {

  private static final String SILENT =
      "has not answered: it was lost, or is busy with something else";

  /**
   * An executor and what it said.
   *
   * @param id Spark's
   * @param host that it runs on
   * @param cores that it has for tasks
   */
  public record Row(String id, String host, int cores, ExecutorReport report) {}

  /**
   * Has every executor prove itself: asks as {@link #of}, and for a training pass of a network of
   * each family, and how fast abn-resnet20 trains.
   *
   * @param threads OpenMP threads of a task
   * @param directory URI of where each is to write a file; empty where none
   * @param patience how long to wait for executors
   * @throws UnsoundClusterException if there are none then
   */
  public static Preflight proving(
      JavaSparkContext spark, int threads, Optional<String> directory, Duration patience) {
    return ask(spark, GoldenStep.withThreads(threads), directory, patience, new Proof(threads));
  }

  /**
   * Asks every executor.
   *
   * @param threads OpenMP threads of a task
   * @param directory URI of where each is to write a file; empty where none
   * @param patience how long to wait for executors
   * @throws UnsoundClusterException if there are none then
   */
  public static Preflight of(
      JavaSparkContext spark, int threads, Optional<String> directory, Duration patience) {
    return ask(spark, GoldenStep.withThreads(threads), directory, patience, null);
  }

  private static Preflight ask(
      JavaSparkContext spark,
      GoldenStep step,
      Optional<String> directory,
      Duration patience,
      Proof proof) {
    List<Executor> executors = Executors.await(spark, patience);
    if (executors.isEmpty()) {
      throw new UnsoundClusterException(
          String.format(
              Locale.ROOT,
              "no executor has registered within %d s; are there the cores and the memory that"
                  + " are asked for?",
              patience.toSeconds()));
    }
    int cpus = spark.getConf().getInt("spark.task.cpus", 1);
    List<Executor> able = executors.stream().filter(executor -> executor.cores() >= cpus).toList();
    var scratch =
        directory.map(
            uri ->
                new ScratchFile(uri, new SerializableConfiguration(spark.hadoopConfiguration())));
    var check = new ExecutorCheck(Versions.all(), step, scratch.orElse(null), proof);
    Broadcast<ExecutorCheck> sent = spark.broadcast(check);
    Map<String, ExecutorReport> reports =
        Executors.ask(spark, able, executor -> sent.value().apply(executor));
    sent.unpersist(true); // waits, since the application may be over next
    return new Preflight(
        executors.stream()
            .map(executor -> row(executor, cpus, Optional.ofNullable(reports.get(executor.id()))))
            .toList());
  }

  private static Row row(Executor executor, int cpus, Optional<ExecutorReport> report) {
    String unanswered = executor.cores() < cpus ? tooFew(executor.cores(), cpus) : SILENT;
    return new Row(
        executor.id(),
        executor.host(),
        executor.cores(),
        report.orElseGet(() -> ExecutorReport.faulty(unanswered)));
  }

  private static String tooFew(int cores, int cpus) {
    return String.format(
        Locale.ROOT,
        "has %d of the %d cores that a task takes (spark.task.cpus, train.threads-per-worker)",
        cores,
        cpus);
  }

  /**
   * Passes if all can train.
   *
   * @throws UnsoundClusterException if one cannot, with all that cannot in its message
   */
  public void require() {
    List<String> faults = new ArrayList<>();
    for (Row row : rows) {
      if (!row.report().faults().isEmpty()) {
        faults.add(
            "executor %s on %s: %s"
                .formatted(row.id(), row.host(), String.join(", ", row.report().faults())));
      }
    }
    if (!faults.isEmpty()) {
      throw new UnsoundClusterException(
          String.format(
              Locale.ROOT,
              "%d of %d executors cannot train: %s",
              faults.size(),
              rows.size(),
              faults.stream().collect(Collectors.joining("; "))));
    }
  }
}
