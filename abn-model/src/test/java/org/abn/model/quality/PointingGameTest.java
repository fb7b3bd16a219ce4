package org.abn.model.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointingGameTest {

  private static final int SIZE = 100;

  @ParameterizedTest
  @CsvSource({
    "40, 50, 1", // within
    "64, 50, 1", // 14 pixels to the right
    "65, 50, 0", // 15: the distance must be less
    "36, 50, 1", // the box ends at 39, 11 to the left
    "60, 60, 1", // 10 and 10
    "61, 61, 0", // 11 and 11 are more than 15
    "64.9, 50, 1", // a part of pixel 64 is covered
  })
  void hitsWhereThePixelsOfTheBoxAreLessThan15Away(double x, double y, double hit) {
    assertThat(PointingGame.play(mapWithMaximumAt(50, 50), new Box(x, y, 4, 4))).isEqualTo(hit);
  }

  @Test
  void agreesWithAMaskOfPixels() {
    PixelMap map = mapWithMaximumAt(30, 70);
    for (int x = 0; x < SIZE; x++) {
      for (int y = 0; y < SIZE; y++) {
        boolean hit =
            Math.pow(Math.max(x - 30, Math.max(0, 30 - x - 1)), 2)
                    + Math.pow(Math.max(y - 70, Math.max(0, 70 - y - 2)), 2)
                < 225;
        assertThat(PointingGame.play(map, new Box(x, y, 2, 3))).isEqualTo(hit ? 1 : 0);
      }
    }
  }

  @Test
  void anObjectBeyondTheImageIsNeitherHitNorMissed() {
    PixelMap map = mapWithMaximumAt(0, 0);
    assertThat(PointingGame.play(map, new Box(-5, 0, 5, 9))).isNaN();
    assertThat(PointingGame.play(map, new Box(0, 100, 5, 9))).isNaN();
    assertThat(PointingGame.play(map, new Box(-5, -5, 5.5, 5.5))).isEqualTo(1);
  }

  @Test
  void theCentreMapPointsAtTheCentre() {
    PixelMap map = PixelMap.of(ControlMaps.centre(SIZE, SIZE), SIZE, SIZE);
    assertThat(map.maximum()).isEqualTo(49 * SIZE + 49);
  }

  @Test
  void refusesABoxOfNothing() {
    assertThatThrownBy(() -> new Box(1, 2, 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a box must have a width and a height, cannot be: 0.0 x 3.0 at 1.0, 2.0");
  }

  private static PixelMap mapWithMaximumAt(int x, int y) {
    float[] values = new float[SIZE * SIZE];
    values[y * SIZE + x] = 1;
    return new PixelMap(SIZE, SIZE, values);
  }
}
