package org.abn.spark.action;

import java.util.Locale;
import org.abn.data.batch.BatchLoader;
import org.abn.spark.experiment.InvalidConfigurationException;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * How much heap a JVM needs that runs workers.
 *
 * @param parameters of the network
 * @param workers how many at a time
 */
record HeapNeed(long parameters, int workers) {

  /** Copies of a worker's state: fetched, trained, averaged, and kept twice. */
  static final int COPIES = 4;

  /** What Spark reserves of a heap, and as much for its classes and this program's. */
  static final long SPARK_BYTES = 600L << 20;

  /** Of the heap that is left Spark gives blocks and what it computes this share. */
  private static final double SHARE = 0.6;

  /** Parameters and momentum of a worker. */
  long stateBytes() {
    return 2 * parameters * Float.BYTES;
  }

  /** All of it. */
  long bytes() {
    return SPARK_BYTES
        + Math.round(workers * (BatchLoader.CACHE_BYTES + COPIES * stateBytes()) / SHARE);
  }

  /**
   * On one machine, checks that this JVM has as much. It would otherwise end in the middle of a
   * round, with whatever else it was to do.
   *
   * @param experiment its name, for the message
   * @param count logical workers that there are
   * @throws InvalidConfigurationException where it has not
   */
  static void requireHere(JavaSparkContext spark, String experiment, long parameters, int count) {
    int slots = spark.defaultParallelism() / spark.getConf().getInt("spark.task.cpus", 1);
    new HeapNeed(parameters, Math.max(1, Math.min(count, slots)))
        .requireAtMost(experiment, Runtime.getRuntime().maxMemory());
  }

  /** As {@link #requireHere}, of a JVM that has so many bytes. */
  void requireAtMost(String experiment, long heap) {
    if (bytes() > heap) {
      throw new InvalidConfigurationException(
          experiment,
          String.format(
              Locale.ROOT,
              "%,d parameters, workers at a time: %d, need %,d MiB of heap, and there are %,d;"
                  + " -- --driver-memory %dg%s",
              parameters,
              workers,
              bytes() >> 20,
              heap >> 20,
              (bytes() >> 30) + 1,
              workers == 1 ? "" : ", or one at a time: -- --master local[1]"));
    }
  }
}
