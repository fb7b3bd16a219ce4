package org.abn.data.format;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.fashionMnist;
import static org.abn.data.SmallDatasets.gzip;
import static org.abn.data.SmallDatasets.idxImages;
import static org.abn.data.SmallDatasets.idxLabels;
import static org.abn.data.SmallDatasets.open;
import static org.abn.data.SmallDatasets.pixel;
import static org.abn.data.SmallDatasets.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte.gz";

  @TempDir Path directory;
  private DatasetSource source;

  @BeforeEach
  void writeSet() {
    source = fashionMnist(directory, 6, 4);
  }

  @Test
  void tellsWhatIsThere() {
    assertThat(source.dataset()).isEqualTo("fashion-mnist");
    assertThat(source.classes()).hasSize(10).startsWith("T-shirt/top").endsWith("Ankle boot");
    assertThat(source.image()).isEqualTo(new ImageShape(1, 28, 28));
    assertThat(source.warnings())
        .containsExactly(
            "fashion-mnist: train has 6 of the 60,000 published images",
            "fashion-mnist: test has 4 of the 10,000 published images");
  }

  @Test
  void readsARecordOfAPlainFile() throws Exception {
    try (RecordReader reader = source.files(Split.TRAIN).get(0).open(CONF)) {
      ImageRecord record = reader.read(5);
      assertThat(record.id()).isEqualTo("train-images-idx3-ubyte/5");
      assertThat(record.labels()).containsExactly(5); // 5 x 3 mod 10
      assertThat(record.image().bytes()[100]).isEqualTo((byte) pixel(5, 100));
    }
  }

  @Test
  void readsARecordOfACompressedFile() throws Exception {
    try (RecordReader reader = source.files(Split.TEST).get(0).open(CONF)) {
      assertThat(reader.read(1).labels()).containsExactly(3);
      ImageRecord record = reader.read(3);
      assertThat(record.id()).isEqualTo("t10k-images-idx3-ubyte/3");
      assertThat(record.split()).isEqualTo(Split.TEST);
      assertThat(record.image().bytes()[783]).isEqualTo((byte) pixel(3, 783));
    }
  }

  @Test
  void rejectsAnotherMagicNumber() {
    write(directory, TRAIN_IMAGES, patched(idxImages(6), 0, 0x801));
    rejects(TRAIN_IMAGES + ": magic number 0x00000801 at byte 0, expected 0x00000803");
  }

  @Test
  void rejectsAnotherImageSize() {
    write(directory, TRAIN_IMAGES, patched(idxImages(6), 12, 29));
    rejects("dimension 0x0000001D at byte 12, expected 0x0000001C");
  }

  @Test
  void rejectsATruncatedFile() {
    write(directory, TRAIN_IMAGES, Arrays.copyOf(idxImages(6), 4719));
    rejects(TRAIN_IMAGES + ": has 4,719 bytes, its header says 4,720");
  }

  @Test
  void rejectsAnOverlongFile() {
    write(directory, TRAIN_IMAGES, Arrays.copyOf(idxImages(6), 4721));
    rejects(TRAIN_IMAGES + ": has 4,721 bytes, its header says 4,720");
  }

  @Test
  void rejectsAFileShorterThanAHeader() {
    write(directory, TRAIN_IMAGES, new byte[15]);
    rejects("has 15 bytes, too short for an IDX header of 16");
  }

  @Test
  void rejectsTruncatedContentOfACompressedFile() {
    write(directory, TEST_IMAGES, gzip(Arrays.copyOf(idxImages(4), 3000)));
    rejects(TEST_IMAGES + ": has 3,000 bytes decompressed, its header says 3,152");
  }

  @Test
  void rejectsOverlongContentOfACompressedFile() {
    write(directory, TEST_IMAGES, gzip(Arrays.copyOf(idxImages(4), 3153)));
    rejects(TEST_IMAGES + ": has at least 3,153 bytes decompressed, its header says 3,152");
  }

  @Test
  void rejectsATruncatedCompressedFile() {
    byte[] compressed = gzip(idxImages(4));
    write(directory, TEST_IMAGES, Arrays.copyOf(compressed, compressed.length / 2));
    rejects("decompressed, its header says 3,152");
  }

  @Test
  void rejectsACompressedFileWithoutItsChecksum() {
    byte[] compressed = gzip(idxImages(4));
    write(directory, TEST_IMAGES, Arrays.copyOf(compressed, compressed.length - 3));
    rejects(TEST_IMAGES + ": is cut short or damaged");
  }

  @Test
  void rejectsADamagedCompressedFile() {
    byte[] compressed = gzip(idxImages(4));
    compressed[compressed.length - 6] ^= 1; // its CRC-32
    write(directory, TEST_IMAGES, compressed);
    rejects(TEST_IMAGES + ": is cut short or damaged");
  }

  @Test
  void rejectsAFileThatIsNotCompressed() {
    write(directory, TEST_IMAGES, idxImages(4));
    rejects(TEST_IMAGES + ": is not a gzip file");
  }

  @Test
  void rejectsMoreImagesThanPublished() {
    write(directory, TRAIN_IMAGES, patched(idxImages(6), 4, 60_001));
    rejects("byte 4 says 60,001 rows, expected 1 to 60,000");
  }

  @Test
  void rejectsCountsThatAreNegativeOrZero() {
    write(directory, TRAIN_IMAGES, patched(idxImages(6), 4, -1));
    rejects("byte 4 says 4,294,967,295 rows");
    write(directory, TRAIN_IMAGES, patched(idxImages(6), 4, 0));
    rejects("byte 4 says 0 rows");
  }

  @Test
  void rejectsFewerLabelsThanImages() {
    write(directory, "train-labels-idx1-ubyte", idxLabels(5));
    rejects("train-labels-idx1-ubyte: has 5 labels, expected 6");
  }

  @Test
  void rejectsMissingLabels() throws Exception {
    Files.delete(directory.resolve("train-labels-idx1-ubyte"));
    rejects("labels are missing, expected train-labels-idx1-ubyte[.gz]");
  }

  @Test
  void rejectsASetWithoutTestFile() throws Exception {
    Files.delete(directory.resolve(TEST_IMAGES));
    rejects("holds no test file, expected t10k-images-idx3-ubyte");
  }

  @Test
  void rejectsADirectoryOfOtherFiles() {
    assertThatThrownBy(() -> open(DatasetFormat.FASHION_MNIST, directory.getParent()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("expected files train-images-idx3-ubyte, train-images-idx3-ubyte.gz");
  }

  @Test
  void rejectsALabelThatIsNoClass() throws Exception {
    byte[] labels = idxLabels(6);
    labels[8 + 2] = 10;
    write(directory, "train-labels-idx1-ubyte", labels);
    try (RecordReader reader = source.files(Split.TRAIN).get(0).open(CONF)) {
      assertThatThrownBy(() -> reader.read(2))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("train-labels-idx1-ubyte: label 10 at byte 10, expected 0 to 9");
    }
  }

  private static byte[] patched(byte[] file, int offset, int value) {
    ByteBuffer.wrap(file).putInt(offset, value);
    return file;
  }

  private void rejects(String message) {
    assertThatThrownBy(() -> open(DatasetFormat.FASHION_MNIST, directory))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(message);
  }
}
