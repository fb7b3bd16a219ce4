package org.abn.spark.training;

import java.io.Serializable;
import java.util.List;

/**
 * What a task leaves at its executor: a slice of the state, or a worker's whole state.
 *
 * @param values of the state; empty of a worker that had nothing to do
 * @param reports of workers, which come to the driver with it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RoundPart(float[] values, List<WorkerReport> reports) implements Serializable {

  private Object writeReplace() {
    return new Sent(Floats.bytes(values), reports);
  }

  private record Sent(byte[] values, List<WorkerReport> reports) implements Serializable {
    private Object readResolve() {
      return new RoundPart(Floats.of(values), reports);
    }
  }
}
