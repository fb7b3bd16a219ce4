package org.abn.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.abn.data.InvalidDataException;
import org.abn.data.augment.Crop;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.image.Pixels;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PixelRowsTest {
  // Pixels / 255 minus 1 / 255, so that black is -1 and pixel p is p - 1, in 255ths.
  private static final Normalisation NORMALISATION =
      new Normalisation(new float[] {1 / 255f, 1 / 255f}, new float[] {1 / 255f, 1 / 255f});
  private static final Pixels PIXELS =
      new Pixels(
          new ImageSize(2, 3),
          2,
          new byte[] {11, 111, 12, 112, 13, 113, 21, 121, 22, 122, 23, 123});

  @Test
  void normalisesEveryChannel() {
    assertThat(write(Crop.WHOLE))
        .containsExactly(
            10, 110, 11, 111, 12, 112, //
            20, 120, 21, 121, 22, 122);
  }

  @Test
  void mirrorsLeftAndRight() {
    assertThat(write(new Crop(0, 0, true)))
        .containsExactly(
            12, 112, 11, 111, 10, 110, //
            22, 122, 21, 121, 20, 120);
  }

  @Test
  void showsTheBlackBorderAboveAndLeft() {
    assertThat(write(new Crop(1, 1, false)))
        .containsExactly(
            -1, -1, -1, -1, -1, -1, //
            -1, -1, 10, 110, 11, 111);
  }

  @Test
  void showsTheBlackBorderBelowAndRight() {
    assertThat(write(new Crop(-1, -2, false)))
        .containsExactly(
            22, 122, -1, -1, -1, -1, //
            -1, -1, -1, -1, -1, -1);
  }

  @Test
  void mirrorsAfterCropping() {
    assertThat(write(new Crop(0, 1, true)))
        .containsExactly(
            11, 111, 10, 110, -1, -1, //
            21, 121, 20, 120, -1, -1);
  }

  @Test
  void cropsAPartOfALargerImage() {
    PixelRows rows = new PixelRows(new ImageSize(1, 2), NORMALISATION);
    float[] row = new float[rows.values()];
    rows.write(PIXELS, new Crop(-1, -1, false), 0, row);
    assertThat(row).containsExactly(new float[] {21, 121, 22, 122}, Offset.offset(1e-4f));
  }

  @Test
  void rejectsPixelsOfOtherChannels() {
    PixelRows rows = new PixelRows(new ImageSize(1, 1), NORMALISATION);
    Pixels colour = new Pixels(new ImageSize(1, 1), 3, new byte[3]);
    assertThatThrownBy(() -> rows.write(colour, Crop.WHOLE, 0, new float[2]))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("image has 3 channels, expected 2");
  }

  private static int[] write(Crop crop) {
    PixelRows rows = new PixelRows(new ImageSize(2, 3), NORMALISATION);
    int[] values = new int[12];
    float[] row = new float[6];
    for (int y = 0; y < 2; y++) {
      rows.write(PIXELS, crop, y, row);
      for (int i = 0; i < 6; i++) {
        values[y * 6 + i] = Math.round(row[i]);
        assertThat(row[i]).isCloseTo(values[y * 6 + i], Offset.offset(1e-4f));
      }
    }
    return values;
  }
}
