package org.abn.spark.action;

import java.io.PrintWriter;
import java.util.Locale;
import org.abn.spark.bench.Bench;
import org.abn.spark.bench.ProfileTable;
import org.abn.spark.bench.Speed;
import org.abn.spark.bench.Workload;
import org.abn.spark.training.NativeThreads;

/**
 * Measures a network's speed on this machine, in this process and without Spark.
 *
 * @param workload what to run
 * @param steps that count
 * @param threads OpenMP threads
 * @param profiled whether to say where a step's time goes
 */
public record BenchAction(Workload workload, int steps, int threads, boolean profiled) {

  /** Prints the profile, where asked for, and the figures, speed as the last line. */
  public void run(PrintWriter out) {
    Speed speed = NativeThreads.with(threads, new Bench(workload, steps)::run);
    if (profiled) {
      out.print(NativeThreads.with(threads, () -> ProfileTable.measure(workload, steps)).text());
    }
    out.println(speed.startLine());
    out.printf(
        Locale.ROOT,
        "%s batch %d threads %d: %s%n",
        workload.label(),
        workload.batch(),
        threads,
        speed.line());
    out.flush();
  }
}
