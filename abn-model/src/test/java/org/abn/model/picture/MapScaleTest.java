package org.abn.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.abn.model.explain.SaliencyMap;
import org.abn.model.parts.MapValues;
import org.junit.jupiter.api.Test;

class MapScaleTest {

  private static final SaliencyMap SMALL = map(0, 0.001f);
  private static final SaliencyMap LARGE = map(-4, 2);

  @Test
  void ofMapsBehindASigmoidIsTheUnitIntervalWhateverTheyHold() {
    assertThat(MapScale.of(MapValues.UNIT, List.of(map(0.49f, 0.51f))))
        .isEqualTo(new MapScale(0, 1));
  }

  @Test
  void ofMapsWithoutBoundReachesToTheGreatestValueOfAll() {
    assertThat(MapScale.of(MapValues.NON_NEGATIVE, List.of(SMALL, map(1, 3), map(0, 2))))
        .isEqualTo(new MapScale(0, 3));
  }

  @Test
  void ofRawMapsHasZeroInTheMiddleAndReachesToTheFarthestValueOfAll() {
    assertThat(MapScale.of(MapValues.REAL, List.of(SMALL, LARGE))).isEqualTo(new MapScale(-4, 4));
  }

  @Test
  void leavesOutMapsThatAreNotFinite() {
    List<SaliencyMap> maps = List.of(map(9, Float.NaN), map(9, Float.POSITIVE_INFINITY), LARGE);
    assertThat(MapScale.of(MapValues.REAL, maps)).isEqualTo(new MapScale(-4, 4));
  }

  @Test
  void spansSomethingWhereAllValuesAreZero() {
    assertThat(MapScale.fromZero(0)).isEqualTo(new MapScale(0, 1));
    assertThat(MapScale.symmetric(0)).isEqualTo(new MapScale(-1, 1));
  }

  @Test
  void placesValuesBetweenItsEndsAndThoseBeyondAtThem() {
    MapScale scale = MapScale.symmetric(2);
    assertThat(scale.position(0)).isEqualTo(0.5f);
    assertThat(scale.position(1)).isEqualTo(0.75f);
    assertThat(scale.position(-3)).isZero();
    assertThat(scale.position(3)).isEqualTo(1);
    assertThat(MapScale.symmetric(Float.MAX_VALUE).position(0)).isEqualTo(0.5f);
    assertThat(MapScale.fromZero(Float.MIN_VALUE).position(Float.MIN_VALUE)).isEqualTo(1);
  }

  @Test
  void rejectsEndsThatSpanNothing() {
    assertThatThrownBy(() -> new MapScale(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a scale must span finite values, cannot be: 1.0 to 1.0");
    assertThatThrownBy(() -> MapScale.fromZero(Float.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MapScale.symmetric(Float.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SaliencyMap map(float... row) {
    return new SaliencyMap(new float[][] {row});
  }
}
