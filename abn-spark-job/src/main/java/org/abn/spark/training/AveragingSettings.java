package org.abn.spark.training;

import java.io.Serializable;
import java.util.Locale;

/**
 * How parameters are averaged.
 *
 * @param workers logical workers, at least 1; executors are only what runs them
 * @param averagingFrequency mini-batches that a worker trains on between two averages, at least 1
 * @param threadsPerWorker OpenMP threads of a worker, at least 1
 */
public record AveragingSettings(int workers, int averagingFrequency, int threadsPerWorker)
    implements Serializable {

  /** Refuses counts below 1. */
  public AveragingSettings {
    if (workers < 1 || averagingFrequency < 1 || threadsPerWorker < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "workers, averaging frequency and threads must be at least 1, cannot be: %d, %d, %d",
              workers,
              averagingFrequency,
              threadsPerWorker));
    }
  }
}
