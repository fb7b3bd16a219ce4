package org.abn.model.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.abn.model.explain.SaliencyMap;
import org.junit.jupiter.api.Test;

class ControlMapsTest {

  @Test
  void aRandomMapDependsOnImageAndSeedAlone() {
    float[][] values = ControlMaps.random(7, 9, "a", 1).values();
    assertThat(ControlMaps.random(7, 9, "a", 1).values()).isDeepEqualTo(values);
    assertThat(ControlMaps.random(7, 9, "b", 1).values()).isNotEqualTo(values);
    assertThat(ControlMaps.random(7, 9, "a", 2).values()).isNotEqualTo(values);
  }

  @Test
  void aRandomMapIsUniform() {
    SaliencyMap map = ControlMaps.random(100, 100, "a", 1);
    double sum = 0;
    for (float[] row : map.values()) {
      for (float value : row) {
        sum += value;
      }
    }
    assertThat(sum / 10_000).isBetween(0.49, 0.51);
    assertThat(map.range().least()).isBetween(0f, 0.01f);
    assertThat(map.range().greatest()).isBetween(0.99f, 1f);
  }

  @Test
  void theCentreMapFallsFromTheCentreToTheCorners() {
    float[][] values = ControlMaps.centre(5, 9).values();
    assertThat(values[2][4]).isEqualTo(1);
    assertThat(values[0][0]).isEqualTo(values[4][8]).isZero();
    assertThat(values[2][6]).isEqualTo(values[4][4]).isLessThan(values[2][5]);
  }
}
