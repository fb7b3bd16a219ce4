package org.abn.spark.action;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import org.abn.spark.cluster.Preflight;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Asks every executor whether it can train, and prints what they are.
 *
 * <p>The driver finds the executors and compares; each of them takes training steps of networks
 * whose results are known, one of each family, and writes a file where that is asked for.
 *
 * @param threads OpenMP threads of a task
 * @param directory URI of where each executor is to write and read a file; empty where none
 */
public record PreflightAction(int threads, Optional<String> directory) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Runs the command.
   *
   * @throws org.abn.spark.cluster.UnsoundClusterException if an executor cannot, after the table
   */
  public void run(PrintWriter out) {
    try (JavaSparkContext spark = SparkContexts.start("preflight", threads)) {
      Preflight preflight = Preflight.proving(spark, threads, directory, PATIENCE);
      out.print(new PreflightTable(preflight).text());
      out.flush();
      preflight.require();
    }
  }
}
