package org.abn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.abn.spark.experiment.InvalidConfigurationException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskCpusTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          local                    |   | 2 | 1
          local[1]                 |   | 2 | 1
          local[2]                 |   | 2 | 2
          local[8]                 | 1 | 4 | 4
          local[2,3]               |   | 4 | 2
          local[ 3 ]               |   | 4 | 3
          local-cluster[2,1,1024]  |   | 2 | 1
          local-cluster[2, 4,1024] |   | 2 | 2
          yarn                     |   | 2 | 1
          yarn                     | 8 | 2 | 2
          k8s://https://host:6443  |   | 4 | 1
          k8s://https://host:6443  | 2 | 4 | 2
          spark://host:7077        |   | 4 | 4
          spark://host:7077        | 2 | 4 | 2
          """)
  void areTheThreadsOfATaskAsFarAsAnExecutorHasThem(
      String master, String cores, int threads, String expected) {
    SparkConf conf = new SparkConf(false).setMaster(master);
    if (cores != null) {
      conf.set("spark.executor.cores", cores);
    }
    TaskCpus.set(conf, threads);
    assertThat(conf.get("spark.task.cpus")).isEqualTo(expected);
  }

  @Test
  void areAtMostTheProcessorsOfTheMachine() {
    SparkConf conf = new SparkConf(false).setMaster("local[*]");
    TaskCpus.set(conf, 100_000);
    assertThat(conf.getInt("spark.task.cpus", 0))
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void areWhatTheUserSays() {
    SparkConf conf = new SparkConf(false).setMaster("local[4]").set("spark.task.cpus", "4");
    TaskCpus.set(conf, 1);
    assertThat(conf.get("spark.task.cpus")).isEqualTo("4");
  }

  @Test
  void areNotMoreThanAnExecutorHas() {
    SparkConf conf = new SparkConf(false).setMaster("yarn").set("spark.task.cpus", "2");
    assertThatThrownBy(() -> TaskCpus.set(conf, 1))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            "spark-submit: spark.task.cpus must be at most the 1 cores of an executor, cannot be:"
                + " 2");
  }
}
