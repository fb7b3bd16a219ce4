package org.abn.spark.cluster;

import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.SparkEnv;

/**
 * One of Spark's executors.
 *
 * @param id Spark's; {@code driver} on one machine
 * @param host that it runs on
 * @param cores that it has for tasks
 */
record Executor(String id, String host, int cores) implements Serializable {

  /** What Spark prefers for a task that is to run on it. */
  String location() {
    return "executor_" + host + "_" + id;
  }

  /** The one that the calling task runs on. */
  static String idHere() {
    return SparkEnv.get().executorId();
  }

  /** {@code executor 3 on host-b}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "executor %s on %s", id, host);
  }
}
