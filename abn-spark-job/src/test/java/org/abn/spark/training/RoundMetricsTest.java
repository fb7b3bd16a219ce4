package org.abn.spark.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("spark")
class RoundMetricsTest {

  @Test
  void sparksMetricsSystemHasTheLastRoundWhileARunLasts() {
    SparkConf conf =
        new SparkConf().setMaster("local[1]").setAppName("test").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      var metrics = SparkEnv.get().metricsSystem();
      try (RoundMetrics shown = new RoundMetrics()) {
        assertThat(value(shown, "images_per_second")).isNaN();
        var own = new Scores(NoScores.NONE, new ClassScores(64, 128, 32, 0));
        var times = new Round.Times(20, 30, 100, 10, 40);
        shown.show(new Round(3, 8, new Clock(1, 11), own, own, times));
        assertThat(metrics.getSourcesByName("abn").size()).isEqualTo(1);
        assertThat(value(shown, "epoch")).isEqualTo(2);
        assertThat(value(shown, "round")).isEqualTo(3);
        assertThat(value(shown, "images_per_second")).isEqualTo(320);
        assertThat(value(shown, "loss_perception")).isEqualTo(2);
        assertThat(value(shown, "exchange_ms")).isEqualTo(40);
      }
      assertThat(metrics.getSourcesByName("abn").size()).isZero();
      assertThat(spark.sc().isStopped()).isFalse();
    }
  }

  private static double value(RoundMetrics shown, String name) {
    Gauge<?> gauge = shown.metricRegistry().getGauges().get(name);
    return (Double) gauge.getValue();
  }
}
