package org.abn.data.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.abn.data.SmallImages;
import org.abn.data.augment.Augmentation;
import org.abn.data.augment.Framing;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.augment.Preprocessing;
import org.abn.data.batch.ReadableImages.Readable;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadableImagesTest {

  private static final Preprocessing HALVES =
      new Preprocessing(
          Framing.stretching(new ImageSize(4, 6)),
          Augmentation.NONE,
          new Normalisation(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.5f, 0.5f, 0.5f}));

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void leaveOutWhatCannotBeDecodedAndKeepTheOthersInOrder(int threads) throws Exception {
    List<ImageRecord> records =
        List.of(white("a"), damaged("b"), black("c"), damaged("d"), white("e"));
    try (Readable readable = new ReadableImages(HALVES, threads).load(records)) {
      assertThat(readable.images().shape()).containsExactly(3, 4, 6, 3);
      assertThat(readable.records()).extracting(ImageRecord::id).containsExactly("a", "c", "e");
      assertThat(readable.images().slice(0).meanNumber().doubleValue()).isEqualTo(1);
      assertThat(readable.images().slice(1).meanNumber().doubleValue()).isEqualTo(-1);
      assertThat(readable.images().slice(2).meanNumber().doubleValue()).isEqualTo(1);
      assertThat(readable.rejected()).extracting(RejectedRecord::id).containsExactly("b", "d");
      assertThat(readable.rejected()).allSatisfy(one -> assertThat(one.reason()).isNotBlank());
    }
  }

  @Test
  void areNoneWhereNoneCanBeDecoded() throws Exception {
    try (Readable readable = new ReadableImages(HALVES, 1).load(List.of(damaged("b")))) {
      assertThat(readable.images().isEmpty()).isTrue();
      assertThat(readable.records()).isEmpty();
      assertThat(readable.rejected()).hasSize(1);
    }
  }

  private static ImageRecord white(String id) {
    return raw(id, (byte) 255);
  }

  private static ImageRecord black(String id) {
    return raw(id, (byte) 0);
  }

  private static ImageRecord raw(String id, byte value) {
    byte[] planes = new byte[3 * 8 * 8];
    Arrays.fill(planes, value);
    return record(id, EncodedImage.raw(new ImageShape(3, 8, 8), planes));
  }

  private static ImageRecord damaged(String id) throws Exception {
    byte[] png = SmallImages.png(id);
    byte[] cut = Arrays.copyOf(png, png.length - 20);
    return record(id, new EncodedImage(ImageEncoding.PNG, ImageShape.UNKNOWN, cut));
  }

  private static ImageRecord record(String id, EncodedImage image) {
    return new ImageRecord(id, Split.TEST, new int[] {0}, image);
  }
}
