package org.abn.spark.training;

import java.io.Serializable;
import java.util.List;

/**
 * What a task that averages holds of a round: a slice of the state, or what is reported.
 *
 * @param values of the slice; empty beside reports
 * @param reports of workers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RoundPart(float[] values, List<WorkerReport> reports) implements Serializable {}
