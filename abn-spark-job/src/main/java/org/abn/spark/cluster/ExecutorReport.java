package org.abn.spark.cluster;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a process is, and whether it can train.
 *
 * @param machine that it computes on
 * @param computes what computes there: ND4J's backend, and what convolutions run on
 * @param versions of this program and of what it runs on, by name
 * @param bits SHA-256 of the parameters after the golden step; empty where there are none
 * @param faults why it cannot train; empty where it can
 * @param warnings what makes it slow
 */
public record ExecutorReport(
    Machine machine,
    String computes,
    Map<String, String> versions,
    String bits,
    List<String> faults,
    List<String> warnings)
    implements Serializable {

  /**
   * What computes.
   *
   * @param processor or device
   * @param memoryBytes of the machine, or of the device
   * @param imagesPerSecond that abn-resnet20 trains there; 0 where it was not measured
   */
  public record Machine(String processor, long memoryBytes, double imagesPerSecond)
      implements Serializable {
    static final Machine UNKNOWN = new Machine("", 0, 0);
  }

  /** That of one that has not got so far as to say what it is. */
  static ExecutorReport faulty(String fault) {
    return new ExecutorReport(Machine.UNKNOWN, "", Map.of(), "", List.of(fault), List.of());
  }
}
