package org.abn.spark.bench;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Wall-clock times. */
final class Timings {

  private Timings() {}

  /** Seconds of each of {@code steps} runs, after some that do not count. */
  static double[] seconds(int warmUp, int steps, Runnable step) {
    IntStream.range(0, warmUp).forEach(i -> step.run());
    return IntStream.range(0, steps).mapToDouble(i -> seconds(step)).toArray();
  }

  static double seconds(Runnable step) {
    long start = System.nanoTime();
    step.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** The value in the middle, or the mean of the two there; of at least one. */
  static double median(double... values) {
    double[] sorted = DoubleStream.of(values).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
