package org.abn.spark.training;

import java.io.Serializable;
import java.util.List;

/**
 * What the driver is told of a logical worker's round.
 *
 * @param worker from 0
 * @param steps mini-batches that it trained on
 * @param scores of those mini-batches, each before its update
 * @param diverged ids of the records whose loss was not finite; empty where training is sound
 * @param place the executor that it ran on
 * @param millis that its parts took
 */
record WorkerReport(
    int worker, int steps, Scores scores, List<String> diverged, Place place, Millis millis)
    implements Serializable {

  /**
   * An executor.
   *
   * @param host name of its machine, for the run's record
   * @param location as Spark prefers tasks by it
   * @param peakBytes most physical memory that its process has had; 0 where the system does not say
   */
  record Place(String host, String location, long peakBytes) implements Serializable {}

  /**
   * Milliseconds of a worker's round.
   *
   * @param fetch of the state that it starts from
   * @param data for which it waited: mini-batches
   * @param train the rest until its state is there
   */
  record Millis(double fetch, double data, double train) implements Serializable {
    /** Of a worker that had nothing to do. */
    static final Millis NONE = new Millis(0, 0, 0);

    double sum() {
      return fetch + data + train;
    }
  }

  long examples() {
    return scores.perception().examples();
  }
}
