package org.abn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SgdTest {

  @Test
  void dropsTheRateFromTheNamedEpochsOn() {
    Sgd sgd = new Sgd(0.1, 0.2, List.of(150, 225), 0.9, 5e-4);
    assertThat(sgd.rate(149)).isEqualTo(0.1);
    assertThat(sgd.rate(150)).isCloseTo(0.02, within(1e-12));
    assertThat(sgd.rate(299)).isCloseTo(0.004, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.1, 0.9, 0, 'rate must be above 0, cannot be: 0.0'",
    "-0.1, 0.1, 0.9, 0, 'rate must be above 0'",
    "NaN, 0.1, 0.9, 0, 'rate must be above 0'",
    "Infinity, 0.1, 0.9, 0, 'rate must be above 0'",
    "0.1, 0, 0.9, 0, 'factor must be above 0'",
    "0.1, NaN, 0.9, 0, 'factor must be above 0'",
    "0.1, 0.1, 1, 0, 'momentum must be in [0, 1), cannot be: 1.0'",
    "0.1, 0.1, -0.1, 0, 'momentum must be in [0, 1)'",
    "0.1, 0.1, NaN, 0, 'momentum must be in [0, 1)'",
    "0.1, 0.1, 0.9, -1e-4, 'weight decay must be at least 0'",
    "0.1, 0.1, 0.9, NaN, 'weight decay must be at least 0'"
  })
  void refusesValuesOutOfTheirRange(
      double rate, double factor, double momentum, double decay, String message) {
    assertThatThrownBy(() -> new Sgd(rate, factor, List.of(), momentum, decay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  /** 0.01 from epoch 150 on, and then 0.1 times that from 75 on, would be no schedule. */
  @Test
  void refusesDropsThatDoNotAscend() {
    for (List<Integer> drops : List.of(List.of(150, 75), List.of(75, 75), List.of(0))) {
      assertThatThrownBy(() -> new Sgd(0.1, 0.1, drops, 0.9, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("drops must be epochs from 1 on in ascending order, cannot be: " + drops);
    }
  }
}
