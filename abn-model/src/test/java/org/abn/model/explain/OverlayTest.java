package org.abn.model.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
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

  @Test
  void showsTheImageAndThenTheMapsOfItsTasksWithZeroGreen() {
    var negative = new AttentionMap(new float[][] {{-0.2f, 0}});
    BufferedImage picture =
        Overlay.ofTasks(new float[32][32][1], List.of(RISING, negative), new float[] {1, 0});
    int cell = 128;
    int step = cell + 12;
    assertThat(picture.getWidth()).isEqualTo(2 * step);
    assertThat(new Color(picture.getRGB(64, 64))).isEqualTo(Color.BLACK);
    Color most = new Color(picture.getRGB(step + cell - 4, 64));
    assertThat(most.getRed()).isGreaterThan(most.getGreen());
    Color least = new Color(picture.getRGB(4, step + 64));
    assertThat(least.getBlue()).isGreaterThan(least.getGreen());
    Color zero = new Color(picture.getRGB(cell - 4, step + 64));
    assertThat(zero.getGreen()).isGreaterThan(zero.getRed()).isGreaterThan(zero.getBlue());
    assertThat(new Color(picture.getRGB(step + 1, 64))).as("frame").isEqualTo(Color.WHITE);
    assertThat(new Color(picture.getRGB(1, step + 64))).isNotEqualTo(Color.WHITE);
  }

  @Test
  void makesLargeImagesOfTasksSmaller() {
    float[][][] stripes = new float[224][224][1];
    for (int y = 0; y < 224; y += 2) {
      Arrays.fill(stripes[y], new float[] {1});
    }
    BufferedImage picture = Overlay.ofTasks(stripes, List.of(RISING), new float[1]);
    assertThat(picture.getHeight()).isEqualTo(112 + 12);
    assertThat(new Color(picture.getRGB(50, 50))).isEqualTo(new Color(128, 128, 128));
  }

  @Test
  void drawsAMapOfZerosGreen() {
    var zeros = new AttentionMap(new float[][] {{0, 0}});
    assertThat(zeros.centred().values()[0]).containsExactly(0.5f, 0.5f);
  }
}
