package org.abn.data.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.abn.data.SmallDatasets.cifarFile;
import static org.abn.data.SmallDatasets.gzip;
import static org.abn.data.SmallDatasets.open;
import static org.abn.data.SmallDatasets.write;
import static org.abn.data.format.Records.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.abn.data.InvalidDataException;
import org.abn.data.SmallDatasets;
import org.abn.data.record.Split;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CIFAR's archives as they are published. */
class CifarArchiveTest {
  private static final String FOLDER = "cifar-10-batches-bin/";

  @TempDir Path directory;

  @Test
  void readsTheSameRecordsAsFromFiles() throws Exception {
    DatasetSource files = SmallDatasets.cifar10(directory.resolve("files"), 3, 4, 2);
    write(directory, "cifar-10-binary.tar.gz", gzip(cifar10()));
    DatasetSource packed = open(DatasetFormat.CIFAR10, directory);
    assertSame(packed, files);
    assertThat(packed.counts())
        .hasToString("8 files seen, 5 used, 0 rejected, 3 passed over (1 hidden, 2 not read)");
  }

  @Test
  void readsAnArchiveThatABrowserHasDecompressed() throws Exception {
    DatasetSource files = SmallDatasets.cifar10(directory.resolve("files"), 3, 4, 2);
    write(directory, "cifar-10-binary.tar", cifar10());
    assertSame(open(DatasetFormat.CIFAR10, directory), files);
  }

  @Test
  void readsTheFolderThatTheArchiveUnpacksTo() throws Exception {
    DatasetSource files = SmallDatasets.cifar10(directory.resolve(FOLDER), 3, 4, 2);
    assertSame(open(DatasetFormat.CIFAR10, directory), files);
  }

  @Test
  void readsCifar100() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("cifar-100-binary/train.bin", new byte[2 * 3074]);
    files.put("cifar-100-binary/test.bin", new byte[3074]);
    write(directory, "cifar-100-binary.tar.gz", gzip(tar(files)));
    DatasetSource source = open(DatasetFormat.CIFAR100, directory);
    assertThat(readAll(source, Split.TRAIN)).hasSize(2);
    assertThat(source.classes()).hasSize(100);
  }

  @Test
  void namesTheEntryWithAWrongLabel() throws Exception {
    byte[] damaged = cifarFile(2);
    damaged[SmallDatasets.CIFAR_RECORD] = 77;
    Map<String, byte[]> files = files();
    files.put(FOLDER + "data_batch_2.bin", damaged);
    write(directory, "cifar-10-binary.tar.gz", gzip(tar(files)));
    DatasetSource source = open(DatasetFormat.CIFAR10, directory);
    assertThatThrownBy(() -> readAll(source, Split.TRAIN))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageEndingWith(
            "cifar-10-binary.tar.gz: cifar-10-batches-bin/data_batch_2.bin: label 77 at byte 3073,"
                + " expected 0 to 9; copy the file again");
  }

  @Test
  void refusesAnArchiveThatIsCutShortAnywhere() throws Exception {
    for (byte[] whole : List.of(gzip(cifar10()), cifar10())) {
      int records = whole.length - 2 * 512; // of zeros, which are many at the end
      for (int bytes = 0; bytes < records; bytes += 512) {
        write(directory, "cifar-10-binary.tar.gz", Arrays.copyOf(whole, bytes));
        assertThatThrownBy(() -> open(DatasetFormat.CIFAR10, directory))
            .isInstanceOf(InvalidDataException.class)
            .hasMessageContaining("cifar-10-binary.tar.gz");
      }
    }
  }

  @Test
  void saysThatThePythonVersionIsNotRead() {
    write(directory, "cifar-10-python.tar.gz", gzip("?".getBytes(UTF_8)));
    assertThatThrownBy(() -> open(DatasetFormat.CIFAR10, directory))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("cifar-10-binary.tar.gz")
        .hasMessageEndingWith("CIFAR's Python version is not read");
  }

  private static void assertSame(DatasetSource packed, DatasetSource files) throws IOException {
    for (Split split : Split.values()) {
      assertThat(readAll(packed, split)).isEqualTo(readAll(files, split));
    }
  }

  private static byte[] cifar10() {
    return tar(files());
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(FOLDER + "data_batch_1.bin", cifarFile(3));
    files.put(FOLDER + "readme.html", "?".getBytes(UTF_8));
    files.put(FOLDER + "._test_batch.bin", "?".getBytes(UTF_8));
    files.put(FOLDER + "batches.meta.txt", names());
    files.put(FOLDER + "test_batch.bin", cifarFile(2));
    files.put(FOLDER + "data_batch_2.bin", cifarFile(4));
    return files;
  }

  private static byte[] names() {
    return "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n".getBytes(UTF_8);
  }

  private static byte[] tar(Map<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
