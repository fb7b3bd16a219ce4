package org.abn.spark.training;

import java.io.Serializable;
import java.util.List;

/**
 * What a task leaves at its executor: a slice of the state, a worker's whole state, or what is
 * reported.
 *
 * @param values of the state; empty where there are none
 * @param reports of workers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RoundPart(float[] values, List<WorkerReport> reports) implements Serializable {}
