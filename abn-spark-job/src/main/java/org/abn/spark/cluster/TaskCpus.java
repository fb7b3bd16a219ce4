package org.abn.spark.cluster;

import java.util.Locale;
import org.abn.spark.experiment.InvalidConfigurationException;
import org.apache.spark.SparkConf;

/**
 * The processors that a task takes of its executor: as many as it has threads, so that an executor
 * runs no more tasks at once than it has processors for.
 */
public final class TaskCpus {

  private static final String SETTING = "spark.task.cpus";

  private TaskCpus() {}

  /**
   * Sets them, unless the user has. Never more than an executor is known to have: Spark would
   * refuse to start, where a task whose threads share processors is merely slow.
   *
   * @param threads OpenMP threads of a task, at least 1
   * @throws InvalidConfigurationException if the user's are more than an executor has
   */
  public static void set(SparkConf conf, int threads) {
    int cpus = conf.getInt(SETTING, Math.min(threads, cores(conf, threads)));
    if (cpus > cores(conf, cpus)) {
      throw new InvalidConfigurationException(
          "spark-submit",
          String.format(
              Locale.ROOT,
              "spark.task.cpus must be at most the %d cores of an executor, cannot be: %d",
              cores(conf, cpus),
              cpus));
    }
    conf.set(SETTING, Integer.toString(cpus));
  }

  /** The cores of an executor; so many where only the cluster knows. */
  private static int cores(SparkConf conf, int unknown) {
    String master = conf.get("spark.master");
    int byDefault = Masters.cores(master).orElse(unknown);
    // On one machine, or what plays several, the master's name alone counts.
    return master.startsWith("local") ? byDefault : conf.getInt("spark.executor.cores", byDefault);
  }
}
