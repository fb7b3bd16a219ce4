package org.abn.spark.bench;

import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/** Wall-clock times. */
final class Timings {

  /** Workspaces have their size after three steps; memory and compiled code settle by the next. */
  private static final int LEAST_WARM_UP = 3;

  private static final int WARM_UP = 15;
  private static final double WARM_UP_SECONDS = 20;

  private Timings() {}

  /** Seconds of each of {@code steps} runs, after {@link #warmUp some} that do not count. */
  static double[] seconds(int steps, Runnable step) {
    warmUp(step);
    return each(steps, step);
  }

  /** Seconds of each of so many runs. */
  static double[] each(int steps, Runnable step) {
    return IntStream.range(0, steps).mapToDouble(i -> seconds(step)).toArray();
  }

  /** Runs 15 times, or as often as 20 seconds allow, but at least three times. */
  static void warmUp(Runnable step) {
    long start = System.nanoTime();
    IntPredicate cold =
        i ->
            i < LEAST_WARM_UP || i < WARM_UP && (System.nanoTime() - start) / 1e9 < WARM_UP_SECONDS;
    IntStream.iterate(0, cold, i -> i + 1).forEach(i -> step.run());
  }

  static double seconds(Runnable step) {
    long start = System.nanoTime();
    step.run();
    return since(start);
  }

  /** Seconds until what was begun is done: a GPU works on while this process reads the clock. */
  static double since(long start) {
    Nd4j.getExecutioner().commit();
    return (System.nanoTime() - start) / 1e9;
  }

  /** The value in the middle, or the mean of the two there; of at least one. */
  static double median(double... values) {
    double[] sorted = DoubleStream.of(values).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
