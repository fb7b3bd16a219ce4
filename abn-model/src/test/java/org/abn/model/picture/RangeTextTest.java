package org.abn.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.abn.model.explain.MapRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeTextTest {

  @Test
  void saysBothEnds() {
    assertThat(RangeText.of(new MapRange(0.49f, 0.51f))).isEqualTo("map 0.49 to 0.51");
  }

  @Test
  void saysAValueThatIsTheSameEverywhereOnce() {
    assertThat(RangeText.of(new MapRange(0.5f, 0.5f))).isEqualTo("map 0.5 everywhere");
  }

  @Test
  void saysWhatIsNotFinite() {
    assertThat(RangeText.of(new MapRange(Float.NaN, Float.NaN))).isEqualTo("map holds NaN");
    assertThat(RangeText.of(new MapRange(0, Float.POSITIVE_INFINITY)))
        .isEqualTo("map holds Infinity");
    assertThat(RangeText.of(new MapRange(Float.NEGATIVE_INFINITY, 1)))
        .isEqualTo("map holds -Infinity");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "1, 1",
    "0.49876, 0.499",
    "-12.345, -12.3",
    "99940, 99900",
    "99960, 1.00e+05",
    "0.00123, 0.00123",
    "0.000123, 1.23e-04",
    "-1e-38, -1.00e-38"
  })
  void saysNumbersInThreeDigits(float value, String said) {
    assertThat(ThreeDigits.of(value)).isEqualTo(said);
  }
}
