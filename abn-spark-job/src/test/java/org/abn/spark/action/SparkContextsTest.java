package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("spark")
class SparkContextsTest {

  /** Or a command that goes on in this process could start no other. */
  @Test
  void closesAContextWhoseExecutorsCannotTrain() {
    try (var spark = new JavaSparkContext("local[1]", "unsound")) {
      assertThatThrownBy(() -> SparkContexts.checked(spark, SparkContextsTest::fail))
          .isInstanceOf(IllegalStateException.class);
      assertThat(spark.sc().isStopped()).isTrue();
    }
  }

  @Test
  void leavesASoundOneOpen() {
    try (var spark = new JavaSparkContext("local[1]", "sound")) {
      assertThat(SparkContexts.checked(spark, sound -> {})).isSameAs(spark);
      assertThat(spark.sc().isStopped()).isFalse();
    }
  }

  private static void fail(JavaSparkContext spark) {
    throw new IllegalStateException("executors cannot train");
  }
}
