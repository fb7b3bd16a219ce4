package org.abn.data.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;
import org.abn.data.Mutations;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.abn.data.record.Split;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private static final ImageRecord RECORD =
      new ImageRecord(
          "a/1",
          Split.TEST,
          new int[] {7, -1},
          EncodedImage.raw(new ImageShape(1, 2, 3), new byte[] {1, 2, 3, 4, 5, 6}));
  private static final String VERSION_1 =
      "01" // version
          + "01" // test
          + "00" // raw
          + "0002" // labels
          + "00000007ffffffff"
          + "0100020003" // shape
          + "00000006" // length of the image
          + "010203040506";

  private static final String VERSION_2 =
      VERSION_1
          .replaceFirst("^01", "02")
          .replace("0100020003", "0100020003" + "0001000000020001"); // left, top, width, height

  @Test
  void writesVersion1() {
    assertThat(HexFormat.of().formatHex(RecordCodec.encode(RECORD))).isEqualTo(VERSION_1);
  }

  @Test
  void readsVersion1() {
    assertThat(decode(HexFormat.of().parseHex(VERSION_1))).isEqualTo(RECORD);
  }

  @Test
  void writesAndReadsVersion2WhereThereIsABox() {
    ImageRecord boxed = RECORD.seenIn(new Region(1, 0, 2, 1));
    assertThat(HexFormat.of().formatHex(RecordCodec.encode(boxed))).isEqualTo(VERSION_2);
    assertThat(decode(HexFormat.of().parseHex(VERSION_2))).isEqualTo(boxed).isNotEqualTo(RECORD);
  }

  @Test
  void rejectsABoxThatIsNotWithinItsImage() {
    rejects(
        VERSION_2.replace("0001000000020001", "0002000000020001"),
        "record a/1 has a box of 2x1+2+0, which is not within its image of [1, 2, 3]");
    rejects(VERSION_2.replace("0001000000020001", "0000000000000000"), "region of 0x0 pixels");
    rejects(
        "020100" + "0001" + "00000007" + "0000000000" + "0000000000010001" + "00000000",
        "has no bytes");
  }

  @Test
  void keepsFilesOfUnknownShapeAndFortyAttributes() {
    ImageRecord record =
        new ImageRecord(
            "x.jpg",
            Split.TRAIN,
            IntStream.range(0, 40).toArray(),
            new EncodedImage(ImageEncoding.JPEG, ImageShape.UNKNOWN, new byte[] {9, 8}));
    assertThat(RecordCodec.decode("x.jpg", ByteBuffer.wrap(RecordCodec.encode(record))))
        .isEqualTo(record);
  }

  @Test
  void keepsTheLargestShape() {
    ImageShape shape = new ImageShape(1, 65_535, 1);
    ImageRecord record =
        new ImageRecord(
            "tall", Split.TRAIN, new int[] {0}, EncodedImage.raw(shape, new byte[65_535]));
    assertThat(RecordCodec.decode("tall", ByteBuffer.wrap(RecordCodec.encode(record))))
        .isEqualTo(record);
  }

  @Test
  void rejectsAnUnknownVersion() {
    rejects("03" + VERSION_1.substring(2), "record a/1 has version 3, this program reads 1 and 2");
    rejects("02" + VERSION_1.substring(2), "is cut short");
    rejects("01" + VERSION_2.substring(2), "bytes of image, but");
  }

  @Test
  void rejectsUnknownSplitAndEncoding() {
    rejects("0109" + VERSION_1.substring(4), "split 9 is unknown");
    rejects("010109" + VERSION_1.substring(6), "encoding 9 is unknown");
  }

  @Test
  void rejectsARecordWithoutLabels() {
    rejects("0101000000" + "0100020003" + "00000006" + "010203040506", "has no label");
  }

  @Test
  void rejectsARecordCutShortAnywhere() {
    byte[] whole = RecordCodec.encode(RECORD.seenIn(new Region(1, 0, 2, 1)));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decode(cut)).isInstanceOf(InvalidDataException.class);
    }
  }

  @Test
  void rejectsTrailingBytes() {
    rejects(VERSION_1 + "00", "says 6 bytes of image, but 7 follow");
  }

  @Test
  void rejectsALengthItDoesNotHaveBeforeAllocatingIt() {
    rejects(VERSION_1.replace("00000006", "7fffffff"), "says 2,147,483,647 bytes of image");
    rejects(VERSION_1.replace("00000006", "ffffffff"), "says -1 bytes of image");
    rejects("010100ffff" + VERSION_1.substring(10), "is cut short");
  }

  @Test
  void rejectsPixelsThatDoNotFillTheirShape() {
    rejects(VERSION_1.replace("0100020003", "0100020004"), "has 6 bytes, expected 8");
    rejects(VERSION_1.replace("0100020003", "0500020003"), "shape [5, 2, 3] is impossible");
  }

  @Test
  void readsOrRefusesEveryDamagedRecord() {
    Random random = new Random(4);
    byte[][] whole = {
      RecordCodec.encode(RECORD), RecordCodec.encode(RECORD.seenIn(new Region(1, 0, 2, 1)))
    };
    int refused = 0;
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = Mutations.of(whole[i % 2], random);
      try {
        assertThat(RecordCodec.encode(decode(damaged))).isEqualTo(damaged);
      } catch (InvalidDataException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1000, 4999);
  }

  private static ImageRecord decode(byte[] bytes) {
    return RecordCodec.decode("a/1", ByteBuffer.wrap(bytes));
  }

  private static void rejects(String hex, String message) {
    assertThatThrownBy(() -> decode(HexFormat.of().parseHex(hex)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(message);
  }
}
