package org.abn.spark.training;

import java.util.Locale;
import java.util.function.IntUnaryOperator;

/**
 * How parameters are averaged.
 *
 * @param workers logical workers, at least 1; executors are only what runs them
 * @param periods mini-batches that a worker trains on between two averages, at least 1, by epoch
 *     from 0
 * @param threadsPerWorker OpenMP threads of a worker, at least 1
 */
public record AveragingSettings(int workers, IntUnaryOperator periods, int threadsPerWorker) {

  /** Refuses counts below 1. */
  public AveragingSettings {
    require("workers", workers);
    require("threads per worker", threadsPerWorker);
  }

  /**
   * The same period in all epochs.
   *
   * @param averagingFrequency the period, at least 1
   */
  public static AveragingSettings fixed(int workers, int averagingFrequency, int threadsPerWorker) {
    require("averaging frequency", averagingFrequency);
    return new AveragingSettings(workers, epoch -> averagingFrequency, threadsPerWorker);
  }

  private static void require(String what, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be at least 1, cannot be: %d", what, count));
    }
  }
}
