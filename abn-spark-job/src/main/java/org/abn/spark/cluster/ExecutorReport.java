package org.abn.spark.cluster;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a process is, and whether it can train.
 *
 * @param processor or device that it computes on
 * @param computes what computes there: ND4J's backend, and what convolutions run on
 * @param versions of this program and of what it runs on, by name
 * @param bits SHA-256 of the parameters after the golden step; empty where there are none
 * @param faults why it cannot train; empty where it can
 * @param warnings what makes it slow
 */
public record ExecutorReport(
    String processor,
    String computes,
    Map<String, String> versions,
    String bits,
    List<String> faults,
    List<String> warnings)
    implements Serializable {

  /** That of one that has not got so far as to say what it is. */
  static ExecutorReport faulty(String fault) {
    return new ExecutorReport("", "", Map.of(), "", List.of(fault), List.of());
  }
}
