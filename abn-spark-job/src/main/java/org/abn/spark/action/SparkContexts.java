package org.abn.spark.action;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.abn.spark.cluster.ExecutorLogging;
import org.abn.spark.cluster.Preflight;
import org.abn.spark.cluster.TaskCpus;
import org.abn.spark.experiment.InvalidConfigurationException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.serializer.JavaSerializer;

/** Spark contexts, with the settings that synchronous training needs. */
final class SparkContexts {

  /** A cluster may have others to serve first. */
  private static final Duration WHILE_QUEUED = Duration.ofDays(7);

  private SparkContexts() {}

  /**
   * Hadoop's configuration as a context would have it, for what is read before there is one: with
   * {@code spark.hadoop.*}, which spark-submit hands on as properties of the system. In a process
   * that it did not start, Hadoop's own, which is there a second earlier.
   */
  static Configuration hadoop() {
    boolean submitted =
        System.getProperties().stringPropertyNames().stream()
            .anyMatch(name -> name.startsWith("spark."));
    return submitted
        ? SparkHadoopUtil.get().newConfiguration(new SparkConf())
        : new Configuration();
  }

  /** A context for a command; what spark-submit was told wins. */
  static JavaSparkContext start(String command) {
    return start(command, 1);
  }

  /**
   * A context for training, of which every executor there is has shown that it can.
   *
   * @param threads OpenMP threads of a task
   * @throws org.abn.spark.cluster.UnsoundClusterException where one cannot
   */
  static JavaSparkContext startForTraining(String command, int threads) {
    return checked(start(command, threads), spark -> requireSound(spark, threads));
  }

  private static void requireSound(JavaSparkContext spark, int threads) {
    // On one machine the driver is the executor, and says itself what fails.
    if (!spark.isLocal()) {
      Preflight.of(spark, threads, Optional.empty(), WHILE_QUEUED).require();
    }
  }

  /** A context that passes a check; one that does not is closed. */
  static JavaSparkContext checked(JavaSparkContext spark, Consumer<JavaSparkContext> check) {
    try {
      check.accept(spark);
      return spark;
    } catch (Throwable e) { // Scala's undeclared ones too
      spark.close();
      throw e;
    }
  }

  /**
   * A context.
   *
   * @param threads OpenMP threads of a task, which executors must know before their JVM starts
   */
  static JavaSparkContext start(String command, int threads) {
    SparkConf conf =
        new SparkConf()
            .setAppName("abn-spark " + command)
            .setIfMissing("spark.master", "local[*]")
            .setIfMissing("spark.executorEnv.OMP_NUM_THREADS", Integer.toString(threads))
            // A second attempt at a task that is merely slow would train its mini-batches twice.
            .setIfMissing("spark.speculation", "false")
            .setIfMissing("spark.dynamicAllocation.enabled", "false")
            // Kryo 4 cannot make records.
            .set("spark.serializer", JavaSerializer.class.getName())
            // Numbers of networks hardly compress.
            .setIfMissing("spark.shuffle.compress", "false")
            .setIfMissing("spark.broadcast.compress", "false")
            // An epoch brings the parameters and the momentum back.
            .setIfMissing("spark.driver.maxResultSize", "0");
    TaskCpus.set(conf, threads);
    ExecutorLogging.addTo(conf);
    try {
      return new JavaSparkContext(conf);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException("spark-submit", e.getMessage());
    }
  }
}
