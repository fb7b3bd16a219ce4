package org.abn.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.abn.model.explain.SaliencyMap;
import org.junit.jupiter.api.Test;

class MapScaleTest {

  private static final SaliencyMap SMALL = map(0, 0.001f);
  private static final SaliencyMap LARGE = map(-4, 2);

  @Test
  void reachesFromTheLeastToTheGreatestValueOfAllMaps() {
    assertThat(MapScale.spanning(List.of(SMALL))).isEqualTo(new MapScale(0, 0.001f));
    assertThat(MapScale.spanning(List.of(SMALL, LARGE, map(3, 1)))).isEqualTo(new MapScale(-4, 3));
  }

  @Test
  void leavesOutMapsThatAreNotFinite() {
    List<SaliencyMap> maps = List.of(map(9, Float.NaN), map(9, Float.POSITIVE_INFINITY), LARGE);
    assertThat(MapScale.spanning(maps)).isEqualTo(new MapScale(-4, 2));
    assertThat(MapScale.spanning(maps.subList(0, 2))).isEqualTo(MapScale.unit());
  }

  @Test
  void hasAValueThatIsTheSameEverywhereInTheMiddle() {
    for (float value : new float[] {0, 0.5f, -7, 1e6f}) {
      MapScale scale = MapScale.spanning(List.of(map(value, value)));
      assertThat(scale.position(value)).as("%s", value).isBetween(0.4f, 0.6f);
    }
    assertThat(MapScale.spanning(List.of(map(Float.MAX_VALUE))).greatest())
        .isEqualTo(Float.MAX_VALUE);
  }

  @Test
  void placesValuesBetweenItsEndsAndThoseBeyondAtThem() {
    MapScale scale = new MapScale(-2, 2);
    assertThat(scale.position(0)).isEqualTo(0.5f);
    assertThat(scale.position(1)).isEqualTo(0.75f);
    assertThat(scale.position(-3)).isZero();
    assertThat(scale.position(3)).isEqualTo(1);
    assertThat(new MapScale(-Float.MAX_VALUE, Float.MAX_VALUE).position(0)).isEqualTo(0.5f);
    assertThat(new MapScale(0, Float.MIN_VALUE).position(Float.MIN_VALUE)).isEqualTo(1);
  }

  @Test
  void rejectsEndsThatSpanNothing() {
    assertThatThrownBy(() -> new MapScale(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a scale must span finite values, cannot be: 1.0 to 1.0");
    assertThatThrownBy(() -> new MapScale(0, Float.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SaliencyMap map(float... row) {
    return new SaliencyMap(new float[][] {row});
  }
}
