package org.abn.spark.training;

import java.io.Serializable;

/**
 * Averaging rounds that one Spark job runs: one, or several where a single worker has nobody to
 * average with.
 *
 * @param clock epoch and step that it starts at
 * @param first of the mini-batches of each worker
 * @param period mini-batches of a round, at least 1
 * @param rounds how many, at least 1
 */
record Stretch(Clock clock, int first, int period, int rounds) implements Serializable {

  /** How many mini-batches it has for a worker with so many in the epoch. */
  int batches(int ofWorker) {
    long all = (long) period * rounds;
    return (int) Math.max(0, Math.min(all, ofWorker - first));
  }

  /** Such as {@code epoch 3 round 12}. */
  @Override
  public String toString() {
    int number = first / period + 1;
    String several = rounds == 1 ? "" : " to " + (number + rounds - 1);
    return "epoch " + (clock.epoch() + 1) + " round " + number + several;
  }
}
