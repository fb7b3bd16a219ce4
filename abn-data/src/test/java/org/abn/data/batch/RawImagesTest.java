package org.abn.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.abn.data.InvalidDataException;
import org.abn.data.augment.Crop;
import org.abn.data.augment.Normalisation;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Split;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RawImagesTest {
  private static final ImageShape SHAPE = new ImageShape(2, 2, 3);
  // Pixels / 255 minus 1 / 255, so that black is -1 and pixel p is p - 1, in 255ths.
  private static final Normalisation NORMALISATION =
      new Normalisation(new float[] {1 / 255f, 1 / 255f}, new float[] {1 / 255f, 1 / 255f});
  private static final byte[] PLANES = {
    11, 12, 13,
    21, 22, 23,
    111, 112, 113,
    121, 122, 123
  };

  @Test
  void writesChannelsLast() {
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
  void rejectsImagesOfAnotherShapeOrEncoding() {
    RawImages images = new RawImages(SHAPE, NORMALISATION);
    var jpeg = new EncodedImage(ImageEncoding.JPEG, ImageShape.UNKNOWN, new byte[1]);
    var wide = EncodedImage.raw(new ImageShape(2, 1, 6), PLANES);
    for (EncodedImage image : new EncodedImage[] {jpeg, wide}) {
      assertThatThrownBy(() -> images.write(record(image), Crop.WHOLE, new float[12], 0))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("record r/1 is ")
          .hasMessageContaining("expected raw pixels of [2, 2, 3]");
    }
  }

  private static int[] write(Crop crop) {
    float[] target = new float[2 + 12];
    RawImages images = new RawImages(SHAPE, NORMALISATION);
    images.write(record(EncodedImage.raw(SHAPE, PLANES)), crop, target, 2);
    assertThat(target).startsWith(0, 0);
    int[] values = new int[12];
    for (int i = 0; i < 12; i++) {
      values[i] = Math.round(target[2 + i]);
      assertThat(target[2 + i]).isCloseTo(values[i], Offset.offset(1e-4f));
    }
    return values;
  }

  private static ImageRecord record(EncodedImage image) {
    return new ImageRecord("r/1", Split.TRAIN, new int[] {0}, image);
  }
}
