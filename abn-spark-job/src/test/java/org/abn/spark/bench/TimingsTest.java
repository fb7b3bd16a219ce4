package org.abn.spark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimingsTest {

  @Test
  void medianIsTheMiddleOrTheMeanOfBoth() {
    assertThat(Timings.median(9, 1, 5)).isEqualTo(5);
    assertThat(Timings.median(4, 1, 100, 2)).isEqualTo(3);
  }

  @Test
  void warmUpRunsButDoesNotCount() {
    var runs = new AtomicInteger();
    assertThat(Timings.seconds(2, runs::incrementAndGet)).hasSize(2);
    assertThat(runs).hasValue(17);
  }
}
