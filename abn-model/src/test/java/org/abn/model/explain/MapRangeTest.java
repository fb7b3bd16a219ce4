package org.abn.model.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapRangeTest {

  @Test
  void isTheLeastAndTheGreatestValueOfAllRows() {
    MapRange range = MapRange.of(new float[][] {{0.5f, 0.49f}, {0.51f, 0.5f}});
    assertThat(range).isEqualTo(new MapRange(0.49f, 0.51f));
    assertThat(range.isFinite()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void isNotFiniteWhereAValueIsNot(float value) {
    assertThat(MapRange.of(new float[][] {{0, value}, {1, 0}}).isFinite()).isFalse();
  }
}
