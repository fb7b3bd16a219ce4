package org.abn.model.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapRangeTest {

  @Test
  void saysTheLeastAndTheGreatestValueOfAllRows() {
    MapRange range = MapRange.of(new float[][] {{0.5f, 0.49f}, {0.51f, 0.5f}});
    assertThat(range).isEqualTo(new MapRange(0.49f, 0.51f));
    assertThat(range.caption()).isEqualTo("map 0.49 to 0.51");
    assertThat(range.brief()).isEqualTo("0.49 to 0.51");
  }

  @Test
  void saysWhatIsNotFinite() {
    assertThat(captionWith(Float.NaN)).isEqualTo("map holds NaN");
    assertThat(captionWith(Float.POSITIVE_INFINITY)).isEqualTo("map holds Infinity");
    assertThat(captionWith(Float.NEGATIVE_INFINITY)).isEqualTo("map holds -Infinity");
  }

  private static String captionWith(float value) {
    MapRange range = MapRange.of(new float[][] {{0, value}, {1, 0}});
    assertThat(range.isFinite()).isFalse();
    assertThat(range.brief()).isEqualTo(range.caption());
    return range.caption();
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
