package org.abn.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.abn.model.explain.MapRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeTextTest {

  @Test
  void saysBothEnds() {
    var range = new MapRange(0.49f, 0.51f);
    assertThat(RangeText.caption(range)).isEqualTo("map 0.49 to 0.51");
    assertThat(RangeText.brief(range)).isEqualTo("0.49 to 0.51");
  }

  @Test
  void saysWhatIsNotFinite() {
    assertThat(said(Float.NaN, Float.NaN)).isEqualTo("map holds NaN");
    assertThat(said(0, Float.POSITIVE_INFINITY)).isEqualTo("map holds Infinity");
    assertThat(said(Float.NEGATIVE_INFINITY, 1)).isEqualTo("map holds -Infinity");
  }

  private static String said(float least, float greatest) {
    var range = new MapRange(least, greatest);
    assertThat(RangeText.brief(range)).isEqualTo(RangeText.caption(range));
    return RangeText.caption(range);
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
