package org.abn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SgdTest {

  @Test
  void dropsTheRateFromTheNamedEpochsOn() {
    Sgd sgd = new Sgd(0.1, 0.2, List.of(150, 225), 0.9, 5e-4);
    assertThat(sgd.rate(149)).isEqualTo(0.1);
    assertThat(sgd.rate(150)).isCloseTo(0.02, within(1e-12));
    assertThat(sgd.rate(299)).isCloseTo(0.004, within(1e-12));
  }
}
