package org.abn.model.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.abn.model.explain.SaliencyMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelMapTest {

  @ParameterizedTest
  @ValueSource(strings = {"perturbation-24x18.json", "perturbation-6x9.json"})
  void mapsGrowToTheImagesSizeAsInPyTorch(String file) {
    Reference reference = Reference.read(file);
    assertThat(reference.map("coarse").values())
        .containsExactly(reference.floats("upsampled"), within(1e-6f));
  }

  @Test
  void pixelsOfEqualValueKeepTheirOrder() {
    PixelMap map = new PixelMap(2, 3, new float[] {0, 2, -0f, 1, 2, 0});
    assertThat(map.order()).containsExactly(1, 4, 3, 0, 2, 5);
    assertThat(map.maximum()).isEqualTo(1);
  }

  @Test
  void aMapThatWasTheSameEverywhereStaysThat() {
    float third = 1 / 3f;
    PixelMap map = PixelMap.of(new SaliencyMap(new float[][] {{third, third}}), 224, 224);
    assertThat(map.values()).containsOnly(third);
  }

  @Test
  void aPartThatWasTheSameEverywhereStaysThatToo() {
    float third = 1 / 3f;
    float[][] values = {{third, third, 0, 1}, {third, third, 0.5f, 0}};
    PixelMap map = PixelMap.of(new SaliencyMap(values), 20, 30);
    for (int pixel = 0; pixel < map.values().length; pixel++) {
      // The second value's centre is between pixels 10 and 11 of the 30, at 11.25 from the edge.
      if (pixel % 30 <= 10) {
        assertThat(map.values()[pixel]).isEqualTo(third);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesValuesWithoutAnOrder(float value) {
    SaliencyMap map = new SaliencyMap(new float[][] {{0, value}});
    assertThat(PixelMap.takes(map)).isFalse();
    assertThatThrownBy(() -> PixelMap.of(map, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("values of a map must be finite, cannot be: ");
  }
}
