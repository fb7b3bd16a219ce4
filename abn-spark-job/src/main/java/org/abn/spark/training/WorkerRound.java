package org.abn.spark.training;

import java.io.Serializable;

/**
 * What a logical worker does in a Spark job.
 *
 * @param run tells one run from another in an executor's caches
 * @param number of the job since the run began, from 0
 * @param worker from 0
 * @param stretch of the rounds
 * @param batches how many mini-batches there are for it, 0 where it has none left
 */
record WorkerRound(String run, int number, int worker, Stretch stretch, int batches)
    implements Serializable {

  int epoch() {
    return stretch.clock().epoch();
  }
}
