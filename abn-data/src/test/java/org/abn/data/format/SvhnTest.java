package org.abn.data.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.open;
import static org.abn.data.SmallDatasets.pixel;
import static org.abn.data.SmallDatasets.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sinks;

class SvhnTest {
  private static final int IMAGE = 3072;
  private static final int PIXELS = 128 + 64; // where X's values begin in a plain file

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {Deflater.NO_COMPRESSION, Deflater.BEST_SPEED})
  void readsWhatMflWrites(int compression) throws Exception {
    writeByMfl("train_32x32.mat", 5, compression);
    writeByMfl("test_32x32.mat", 1, compression);
    DatasetSource source = open(DatasetFormat.SVHN, directory);
    try (RecordReader reader = source.files(Split.TRAIN).get(0).open(CONF)) {
      ImageRecord record = reader.read(3);
      assertThat(record.id()).isEqualTo("train_32x32.mat/3");
      assertThat(record.split()).isEqualTo(Split.TRAIN);
      assertThat(record.labels()).containsExactly(4);
      assertThat(record.image().shape()).isEqualTo(new ImageShape(3, 32, 32));
      assertThat(record.image().bytes()).containsExactly(planes(3));
    }
    assertThat(source.records(Split.TEST)).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
  void readsBothByteOrders(String order) throws Exception {
    byte[] file =
        file(2, order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    DatasetSource source = svhn(file, file);
    try (RecordReader reader = source.files(Split.TEST).get(0).open(CONF)) {
      ImageRecord record = reader.read(1);
      assertThat(record.labels()).containsExactly(2);
      assertThat(record.image().bytes()).containsExactly(planes(1));
    }
  }

  @Test
  void readsTenAsTheDigitZero() throws Exception {
    DatasetSource source = svhn(file(10), file(1));
    try (RecordReader reader = source.files(Split.TRAIN).get(0).open(CONF)) {
      assertThat(reader.read(0).labels()).containsExactly(1);
      assertThat(reader.read(9).labels()).containsExactly(0);
    }
  }

  @Test
  void trainsOnExtraToo() {
    write(directory, "extra_32x32.mat", file(4));
    DatasetSource source = svhn(file(3), file(2));
    assertThat(source.classes()).startsWith("0", "1").endsWith("9").hasSize(10);
    assertThat(source.records(Split.TRAIN)).isEqualTo(7);
    assertThat(source.records(Split.TEST)).isEqualTo(2);
    assertThat(source.warnings())
        .containsExactly(
            "svhn: train has 7 of the 604,388 published images",
            "svhn: test has 2 of the 26,032 published images");
  }

  @Test
  void rejectsAFileThatIsNotMatlabs() {
    rejects(new byte[500], "is no MATLAB level 5 file, expected 'MATLAB 5.0 MAT-file' at byte 0");
    rejects(new byte[20], "is no MATLAB level 5 file");
  }

  @Test
  void rejectsATruncatedFile() {
    byte[] whole = file(3);
    rejects(Arrays.copyOf(whole, 5000), "has 5,000 bytes, the array at byte 128 ends at 9,408");
    rejects(Arrays.copyOf(whole, 9408), "has the arrays [X], expected one named y");
    rejects(Arrays.copyOf(whole, 9411), "ends within an array's length at byte 9408");
  }

  @Test
  void rejectsATruncatedCompressedFile() throws Exception {
    writeByMfl("train_32x32.mat", 5, Deflater.BEST_SPEED);
    byte[] whole = Files.readAllBytes(directory.resolve("train_32x32.mat"));
    rejects(Arrays.copyOf(whole, 500), "has 500 bytes, the array at byte 128 ends at");
  }

  @Test
  void rejectsDamageInACompressedArray() throws Exception {
    writeByMfl("train_32x32.mat", 5, Deflater.BEST_SPEED);
    byte[] whole = Files.readAllBytes(directory.resolve("train_32x32.mat"));
    whole[500] ^= 1;
    rejects(whole, "train_32x32.mat: array at byte 128");
  }

  @Test
  void rejectsTrailingBytes() {
    byte[] whole = file(3);
    rejects(Arrays.copyOf(whole, whole.length + 8), "element of type 0 at byte 9464");
  }

  @Test
  void rejectsAnotherShape() {
    byte[] file = file(2);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(160, 64).putInt(164, 16);
    rejects(file, "X has the shape [64, 16, 3, 2] and values of type 2, expected unsigned bytes");
  }

  @Test
  void rejectsAShapeLargerThanItsValues() {
    byte[] file = file(2);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(172, 500_000);
    rejects(file, "array at byte 128: has 6,144 bytes of values of type 2");
  }

  @Test
  void rejectsAnotherNumberOfLabels() {
    ByteBuffer file = ByteBuffer.allocate(9000).order(ByteOrder.LITTLE_ENDIAN);
    header(file);
    images(file, 2);
    labels(file, 3);
    rejects(
        Arrays.copyOf(file.array(), file.position()),
        "y has the shape [3, 1] and values of type 2, expected [2, 1] as there are images");
  }

  @Test
  void rejectsALabelThatIsNoDigit() {
    byte[] file = file(12);
    DatasetSource source = svhn(file, file(1));
    assertThatThrownBy(
            () -> {
              try (RecordReader reader = source.files(Split.TRAIN).get(0).open(CONF)) {
                reader.read(10);
              }
            })
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("label 11.0 of image 10 in y, expected 1 to 10");
  }

  @Test
  void rejectsAMissingFile() {
    write(directory, "train_32x32.mat", file(1));
    assertThatThrownBy(() -> open(DatasetFormat.SVHN, directory))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("holds no test file, expected test_32x32.mat");
  }

  @ParameterizedTest
  @ValueSource(ints = {Deflater.NO_COMPRESSION, Deflater.BEST_SPEED})
  void readsOrRefusesEveryDamagedFile(int compression) throws Exception {
    writeByMfl("train_32x32.mat", 3, compression);
    writeByMfl("test_32x32.mat", 1, compression);
    assertThat(new Damage(DatasetFormat.SVHN, directory).refused("train_32x32.mat", 1500))
        .isBetween(100, 1499);
  }

  private DatasetSource svhn(byte[] train, byte[] test) {
    write(directory, "train_32x32.mat", train);
    write(directory, "test_32x32.mat", test);
    return open(DatasetFormat.SVHN, directory);
  }

  private void rejects(byte[] train, String message) {
    assertThatThrownBy(() -> svhn(train, file(1)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("train_32x32.mat: ")
        .hasMessageContaining(message);
  }

  /** Row by row what {@link #file} has column by column. */
  private static byte[] planes(int n) {
    byte[] planes = new byte[IMAGE];
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          planes[channel * 1024 + y * 32 + x] = (byte) pixel(n, channel * 1024 + x * 32 + y);
        }
      }
    }
    return planes;
  }

  private static byte[] file(int images) {
    return file(images, ByteOrder.LITTLE_ENDIAN);
  }

  /** Images whose values in the file's order are pixel(n, i), with the labels 1, 2, 3, ... */
  private static byte[] file(int images, ByteOrder order) {
    ByteBuffer file = ByteBuffer.allocate(PIXELS + images * (IMAGE + 8) + 128).order(order);
    header(file);
    images(file, images);
    labels(file, images);
    return Arrays.copyOf(file.array(), file.position());
  }

  private static void header(ByteBuffer file) {
    file.put("MATLAB 5.0 MAT-file".getBytes(US_ASCII));
    file.putShort(124, (short) 0x0100).putShort(126, (short) 0x4D49).position(128);
  }

  private static void images(ByteBuffer file, int images) {
    file.putInt(14).putInt(56 + images * IMAGE);
    file.putInt(6).putInt(8).putInt(9).putInt(0); // flags: class of unsigned bytes
    file.putInt(5).putInt(16).putInt(32).putInt(32).putInt(3).putInt(images);
    name(file, 'X').putInt(2).putInt(images * IMAGE);
    for (int n = 0; n < images; n++) {
      for (int i = 0; i < IMAGE; i++) {
        file.put((byte) pixel(n, i));
      }
    }
  }

  private static void labels(ByteBuffer file, int labels) {
    int padded = labels <= 4 ? 8 : 8 + (labels + 7) / 8 * 8;
    file.putInt(14).putInt(40 + padded);
    file.putInt(6).putInt(8).putInt(9).putInt(0);
    file.putInt(5).putInt(8).putInt(labels).putInt(1);
    name(file, 'y');
    int end = file.position() + padded;
    if (labels <= 4) {
      file.putInt(labels << 16 | 2); // so few fit into their tag
    } else {
      file.putInt(2).putInt(labels);
    }
    for (int n = 0; n < labels; n++) {
      file.put((byte) (n + 1));
    }
    file.position(end);
  }

  private static ByteBuffer name(ByteBuffer file, char name) {
    return file.putInt(1 << 16 | 1).put((byte) name).put(new byte[3]);
  }

  private void writeByMfl(String name, int images, int compression) throws IOException {
    int[] shape = images == 1 ? new int[] {32, 32, 3} : new int[] {32, 32, 3, images};
    Matrix pixels = Mat5.newMatrix(shape, MatlabType.UInt8);
    Matrix labels = Mat5.newMatrix(images, 1);
    for (int n = 0; n < images; n++) {
      labels.setInt(n, n + 1);
      for (int i = 0; i < IMAGE; i++) {
        pixels.setInt(n * IMAGE + i, pixel(n, i));
      }
    }
    try (var sink = Sinks.newStreamingFile(directory.resolve(name).toFile());
        var file = Mat5.newMatFile().addArray("X", pixels).addArray("y", labels)) {
      Mat5.newWriter(sink).setDeflateLevel(compression).writeMat(file);
    }
  }
}
