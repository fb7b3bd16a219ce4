package org.abn.model.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlayTest {

  private static final AttentionMap RISING = new AttentionMap(new float[][] {{0.5f, 0.7f}});

  @Test
  void interpolatesBetweenTheCentresOfPositions() {
    assertThat(RISING.at(0.5, 0)).isEqualTo(0.5f);
    assertThat(RISING.at(0.5, 0.5)).isCloseTo(0.6f, within(1e-6f));
    assertThat(RISING.at(0.5, 1)).isEqualTo(0.7f);
  }

  @Test
  void showsTheImageAndBesideItItsLeastAttendedPlaceBlueAndItsMostAttendedRed() {
    float[][][] grey = new float[28][28][1];
    BufferedImage picture = Overlay.of(grey, RISING);
    assertThat(picture.getHeight()).isEqualTo(168);
    assertThat(new Color(picture.getRGB(10, 10))).isEqualTo(Color.BLACK);
    Color left = new Color(picture.getRGB(168 + 4, 80));
    Color right = new Color(picture.getRGB(picture.getWidth() - 1, 80));
    assertThat(left.getBlue()).isGreaterThan(left.getRed());
    assertThat(right.getRed()).isGreaterThan(right.getBlue());
  }

  @Test
  void keepsTheColoursOfAnImage() {
    float[][][] orange = {{{1, 0.5f, 0}}};
    assertThat(new Color(Overlay.of(orange, RISING).getRGB(0, 0)))
        .isEqualTo(new Color(255, 128, 0));
  }

  @Test
  void drawsAConstantMapWithoutDividingByZero() {
    var constant = new AttentionMap(new float[][] {{0.5f, 0.5f}});
    assertThat(constant.stretched().values()[0]).containsExactly(0f, 0f);
  }

  @Test
  void arrangesPicturesInRows() {
    BufferedImage one = Overlay.of(new float[28][28][1], RISING);
    BufferedImage grid = Overlay.grid(List.of(one, one, one), 2);
    assertThat(grid.getHeight()).isEqualTo(2 * (168 + 12));
  }
}
