package org.abn.spark.cluster;

import org.apache.spark.SparkConf;

/**
 * The processors that a task takes of its executor: as many as it has threads, so that an executor
 * runs no more tasks at once than it has processors for.
 */
public final class TaskCpus {

  private TaskCpus() {}

  /**
   * Sets them, unless the user has. Never more than an executor is known to have: Spark would
   * refuse to start, where a task whose threads share processors is merely slow.
   *
   * @param threads OpenMP threads of a task, at least 1
   */
  public static void set(SparkConf conf, int threads) {
    conf.setIfMissing("spark.task.cpus", Integer.toString(Math.min(threads, cores(conf, threads))));
  }

  /** The cores of an executor; so many where only the cluster knows. */
  private static int cores(SparkConf conf, int unknown) {
    String master = conf.get("spark.master");
    int byDefault = Masters.cores(master).orElse(unknown);
    // On one machine, or what plays several, the master's name alone counts.
    return master.startsWith("local") ? byDefault : conf.getInt("spark.executor.cores", byDefault);
  }
}
