package org.abn.data.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.open;
import static org.abn.data.SmallDatasets.pixel;
import static org.abn.data.SmallDatasets.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar100Test {
  private static final int RECORD = 3074;

  @TempDir Path directory;

  @Test
  void readsTheFineLabelAndThePlanes() throws Exception {
    DatasetSource source = cifar100(file(5), file(2));
    try (RecordReader reader = source.files(Split.TRAIN).get(0).open(CONF)) {
      ImageRecord record = reader.read(3);
      assertThat(record.id()).isEqualTo("train.bin/3");
      assertThat(record.split()).isEqualTo(Split.TRAIN);
      assertThat(record.labels()).containsExactly(96); // 3 x 32
      assertThat(record.image().bytes())
          .containsExactly(Arrays.copyOfRange(file(5), 3 * RECORD + 2, 4 * RECORD));
    }
  }

  @Test
  void tellsWhatIsThere() {
    DatasetSource source = cifar100(file(5), file(2));
    assertThat(source.dataset()).isEqualTo("cifar100");
    assertThat(source.classes()).hasSize(100).doesNotHaveDuplicates();
    assertThat(source.classes()).startsWith("apple", "aquarium_fish").endsWith("woman", "worm");
    assertThat(source.warnings())
        .containsExactly(
            "cifar100: train has 5 of the 50,000 published images",
            "cifar100: test has 2 of the 10,000 published images");
  }

  @Test
  void acceptsTheWholeSetWithoutAWarning() throws Exception {
    sparse("train.bin", 153_700_000);
    sparse("test.bin", 30_740_000);
    assertThat(open(DatasetFormat.CIFAR100, directory).warnings()).isEmpty();
  }

  @Test
  void takesClassNamesFromTheirFile() {
    String names = IntStream.range(0, 100).mapToObj(i -> "c" + i).collect(Collectors.joining("\n"));
    write(directory, "fine_label_names.txt", names.getBytes(UTF_8));
    assertThat(cifar100(file(1), file(1)).classes()).startsWith("c0").endsWith("c99");
  }

  @Test
  void rejectsTooFewClassNames() {
    write(directory, "fine_label_names.txt", "apple\nbear\n".getBytes(UTF_8));
    rejects(file(1), file(1), "fine_label_names.txt: has 2 class names, expected 100");
  }

  @Test
  void rejectsATruncatedFile() {
    rejects(
        Arrays.copyOf(file(2), 2 * RECORD - 1),
        file(1),
        "train.bin: has 6,147 bytes, expected 153,700,000 (50,000 records of 3,074)");
  }

  @Test
  void rejectsTrailingBytes() {
    rejects(file(1), Arrays.copyOf(file(1), RECORD + 1), "test.bin: has 3,075 bytes");
  }

  @Test
  void rejectsAMissingFile() {
    write(directory, "train.bin", file(1));
    assertThatThrownBy(() -> open(DatasetFormat.CIFAR100, directory))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("holds no test file, expected test.bin");
  }

  @Test
  void rejectsLabelsThatAreNoClass() throws Exception {
    byte[] train = file(2);
    train[RECORD + 1] = 100;
    train[0] = 20;
    DatasetSource source = cifar100(train, file(1));
    try (RecordReader reader = source.files(Split.TRAIN).get(0).open(CONF)) {
      assertThatThrownBy(() -> reader.read(0))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("train.bin: label 20 at byte 0, expected 0 to 19");
      assertThatThrownBy(() -> reader.read(1))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("train.bin: label 100 at byte 3075, expected 0 to 99");
    }
  }

  private DatasetSource cifar100(byte[] train, byte[] test) {
    write(directory, "train.bin", train);
    write(directory, "test.bin", test);
    return open(DatasetFormat.CIFAR100, directory);
  }

  private static byte[] file(int records) {
    byte[] bytes = new byte[records * RECORD];
    for (int n = 0; n < records; n++) {
      bytes[n * RECORD] = (byte) (n % 20);
      bytes[n * RECORD + 1] = (byte) (n * 32 % 100);
      for (int i = 0; i < RECORD - 2; i++) {
        bytes[n * RECORD + 2 + i] = (byte) pixel(n, i);
      }
    }
    return bytes;
  }

  private void sparse(String name, long length) throws Exception {
    try (var file = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
      file.setLength(length);
    }
  }

  private void rejects(byte[] train, byte[] test, String message) {
    assertThatThrownBy(() -> cifar100(train, test))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(message);
  }
}
