package org.abn.spark.training;

/** Is told of averaging rounds, on the driver. */
@FunctionalInterface
public interface RoundListener {

  /** A round is done. */
  void done(Round round);

  /** The executors keep the state of the end of the round that was done last. */
  default void kept(Round round) {}

  /**
   * How many rounds may be done until one is kept, at least 1. A lone worker does several in one
   * Spark job, as it has nobody to average with; of these the last is kept.
   *
   * @param done of the epoch
   */
  default int untilKept(int done) {
    return Integer.MAX_VALUE;
  }
}
