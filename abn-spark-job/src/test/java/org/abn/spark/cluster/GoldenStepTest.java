package org.abn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class GoldenStepTest {
  @Test
  void computesRightHere() {
    for (int threads = 1; threads <= 2; threads++) {
      assertThat(GoldenStep.withThreads(threads).run().fault()).isEqualTo(Optional.empty());
    }
  }
}
