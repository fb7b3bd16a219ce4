package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.abn.spark.experiment.InvalidConfigurationException;
import org.junit.jupiter.api.Test;

class HeapNeedTest {

  /** ImageNet's ResNet152, of which two workers at a time end a JVM of 5 GiB, and not one of 6. */
  private static final HeapNeed LARGE = new HeapNeed(60_344_232, 2);

  @Test
  void growsWithParametersAndWorkers() {
    assertThat(LARGE.bytes()).isBetween(6L << 30, 7L << 30);
    assertThat(new HeapNeed(500_000, 2).bytes()).isLessThan(1L << 30);
    assertThat(new HeapNeed(60_344_232, 1).bytes()).isBetween(3L << 30, 4L << 30);
  }

  @Test
  void isSaidWhereThereIsLess() {
    assertThatCode(() -> LARGE.requireAtMost("large", 8L << 30)).doesNotThrowAnyException();
    assertThatThrownBy(() -> LARGE.requireAtMost("large", 5L << 30))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            "large: 60,344,232 parameters, workers at a time: 2, need 7,005 MiB of heap, and there"
                + " are 5,120; -- --driver-memory 7g, or one at a time: -- --master local[1]");
    assertThatThrownBy(() -> new HeapNeed(60_344_232, 1).requireAtMost("large", 2L << 30))
        .hasMessageEndingWith("-- --driver-memory 4g");
  }
}
