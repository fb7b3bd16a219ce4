package org.abn.spark.training;

import java.io.Serializable;

/**
 * What a logical worker does in an averaging round.
 *
 * @param run tells one run from another in an executor's caches
 * @param number of the round since the run began, from 0
 * @param clock epoch and step that the round starts at
 * @param worker from 0
 * @param first of its mini-batches of the epoch
 * @param batches how many, 0 where it has none left
 */
record WorkerRound(String run, int number, Clock clock, int worker, int first, int batches)
    implements Serializable {}
