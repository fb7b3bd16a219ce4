package org.abn.spark.training;

import java.io.Serializable;

/**
 * What a logical worker gives back at the end of an averaging round.
 *
 * @param state its network; null where it had no mini-batch left
 * @param steps mini-batches it trained on
 * @param scores of those mini-batches, each before its update
 * @param host the machine it ran on
 * @param peakBytes most physical memory that its process has had; 0 where the system does not say
 */
record WorkerResult(ModelState state, int steps, Scores scores, String host, long peakBytes)
    implements Serializable {

  long examples() {
    return scores.perception().examples();
  }
}
