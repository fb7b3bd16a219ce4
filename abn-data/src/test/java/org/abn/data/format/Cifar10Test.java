package org.abn.data.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.abn.data.SmallDatasets.CIFAR_RECORD;
import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.cifarFile;
import static org.abn.data.SmallDatasets.open;
import static org.abn.data.SmallDatasets.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.abn.data.InvalidDataException;
import org.abn.data.SmallDatasets;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
  @TempDir Path directory;

  @Test
  void readsLabelAndPlanesOfARecord() throws Exception {
    DatasetSource source = SmallDatasets.cifar10(directory, 20, 3, 5);
    try (RecordReader reader = source.files(Split.TRAIN).get(0).open(CONF)) {
      ImageRecord record = reader.read(17);
      assertThat(record.id()).isEqualTo("data_batch_1.bin/17");
      assertThat(record.split()).isEqualTo(Split.TRAIN);
      assertThat(record.labels()).containsExactly(1); // 17 x 3 mod 10
      assertThat(record.image().encoding()).isEqualTo(ImageEncoding.RAW);
      assertThat(record.image().shape()).isEqualTo(new ImageShape(3, 32, 32));
      byte[] file = Files.readAllBytes(directory.resolve("data_batch_1.bin"));
      assertThat(record.image().bytes())
          .containsExactly(Arrays.copyOfRange(file, 17 * CIFAR_RECORD + 1, 18 * CIFAR_RECORD));
    }
  }

  @Test
  void tellsWhatIsThere() {
    DatasetSource source = SmallDatasets.cifar10(directory, 20, 3, 5);
    assertThat(source.dataset()).isEqualTo("cifar10");
    assertThat(source.classes()).hasSize(10).startsWith("airplane").endsWith("truck");
    assertThat(source.image()).isEqualTo(new ImageShape(3, 32, 32));
    assertThat(source.records(Split.TRAIN)).isEqualTo(23);
    assertThat(source.records(Split.TEST)).isEqualTo(5);
    assertThat(source.warnings())
        .containsExactly(
            "cifar10: train has 23 of the 50,000 published images",
            "cifar10: test has 5 of the 10,000 published images");
  }

  @Test
  void acceptsTheWholeSetWithoutAWarning() throws Exception {
    for (int i = 1; i <= 5; i++) {
      sparse("data_batch_" + i + ".bin", 30_730_000);
    }
    sparse("test_batch.bin", 30_730_000);
    assertThat(open(DatasetFormat.CIFAR10, directory).warnings()).isEmpty();
  }

  @Test
  void takesClassNamesFromTheirFile() {
    SmallDatasets.cifar10(directory, 1, 1, 1);
    write(directory, "batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n".getBytes(UTF_8));
    assertThat(open(DatasetFormat.CIFAR10, directory).classes()).startsWith("a").endsWith("j");
  }

  @Test
  void rejectsTooFewClassNames() {
    SmallDatasets.cifar10(directory, 1, 1, 1);
    write(directory, "batches.meta.txt", "a\nb\n".getBytes(UTF_8));
    rejects("batches.meta.txt: has 2 class names, expected 10");
  }

  @Test
  void rejectsATruncatedFile() {
    write(directory, "data_batch_1.bin", new byte[2 * CIFAR_RECORD - 1]);
    write(directory, "test_batch.bin", cifarFile(1));
    rejects("data_batch_1.bin: has 6,145 bytes, expected 30,730,000 (10,000 records of 3,073)");
  }

  @Test
  void rejectsAnOverlongFile() throws Exception {
    sparse("data_batch_1.bin", 30_730_000 + 3073);
    write(directory, "test_batch.bin", cifarFile(1));
    rejects("data_batch_1.bin: has 30,733,073 bytes, expected 30,730,000");
  }

  @Test
  void rejectsAnEmptyFile() {
    write(directory, "data_batch_1.bin", new byte[0]);
    write(directory, "test_batch.bin", cifarFile(1));
    rejects("data_batch_1.bin: has 0 bytes");
  }

  @Test
  void rejectsASetWithoutTrainingFiles() {
    write(directory, "test_batch.bin", cifarFile(1));
    rejects("holds no train file, expected data_batch_1.bin, data_batch_2.bin");
  }

  @Test
  void rejectsASetWithoutTestFile() {
    write(directory, "data_batch_1.bin", cifarFile(1));
    rejects("holds no test file, expected test_batch.bin");
  }

  @Test
  void rejectsADirectoryOfOtherFiles() {
    write(directory, "notes.txt", new byte[1]);
    rejects("holds none of the expected files cifar-10-binary.tar.gz, data_batch_1.bin");
  }

  @Test
  void rejectsAMissingDirectory() {
    assertThatThrownBy(() -> open(DatasetFormat.CIFAR10, directory.resolve("none")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("none");
  }

  @Test
  void rejectsAFileAsDirectory() {
    write(directory, "data.bin", new byte[1]);
    assertThatThrownBy(() -> open(DatasetFormat.CIFAR10, directory.resolve("data.bin")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("is a file, expected the directory of");
  }

  @Test
  void rejectsALabelThatIsNoClass() throws Exception {
    SmallDatasets.cifar10(directory, 4, 1, 1);
    byte[] file = cifarFile(4);
    file[2 * CIFAR_RECORD] = (byte) 200;
    write(directory, "data_batch_1.bin", file);
    try (RecordReader reader = firstFile().open(CONF)) {
      reader.read(1);
      assertThatThrownBy(() -> reader.read(2))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("data_batch_1.bin: label 200 at byte 6146, expected 0 to 9");
    }
  }

  @Test
  void rejectsAFileThatHasShrunkSinceItWasOpened() throws Exception {
    SmallDatasets.cifar10(directory, 4, 1, 1);
    SourceFile file = firstFile();
    write(directory, "data_batch_1.bin", cifarFile(3));
    try (RecordReader reader = file.open(CONF)) {
      assertThatThrownBy(() -> reader.read(3))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("record 3 at byte 9219");
    }
  }

  @Test
  void readsForwardsOnly() throws Exception {
    SmallDatasets.cifar10(directory, 4, 1, 1);
    try (RecordReader reader = firstFile().open(CONF)) {
      reader.read(2);
      assertThatThrownBy(() -> reader.read(1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> reader.read(4)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(reader.read(3).id()).endsWith("/3");
    }
  }

  private SourceFile firstFile() {
    return open(DatasetFormat.CIFAR10, directory).files().get(0);
  }

  private void sparse(String name, long length) throws Exception {
    try (var file = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
      file.setLength(length);
    }
  }

  private void rejects(String message) {
    assertThatThrownBy(() -> open(DatasetFormat.CIFAR10, directory))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(message);
  }
}
