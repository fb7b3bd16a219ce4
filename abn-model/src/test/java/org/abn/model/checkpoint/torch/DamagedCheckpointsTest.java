package org.abn.model.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.ZipFile;
import org.abn.model.checkpoint.Damage;
import org.abn.model.checkpoint.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints that PyTorch wrote, damaged where they say what lies where and how long it is. */
class DamagedCheckpointsTest {

  private static final int TIMES = 60;

  /** Memory for each byte of a file, which is in memory as a number of four bytes and more. */
  private static final int MOST_BYTES_PER_BYTE = 16;

  @TempDir private Path folder;
  private final Random random = new Random(20190618);

  /** The pickles are at a stream's beginning, the directory at an archive's end. */
  @ParameterizedTest
  @CsvSource({
    "abn-resnet20-legacy.pth.tar, 0.00, 0.01",
    "abn-resnet20-zip.pth.tar,    0.99, 1.00",
    "abn-resnet20-half.pth,       0.98, 1.00"
  })
  void areReadOrRefused(String name, double from, double to) throws Throwable {
    byte[] whole = Files.readAllBytes(golden(name));
    int first = (int) (from * whole.length);
    int end = (int) (to * whole.length);
    areReadOrRefused(whole, () -> Damage.within(whole, first, end, random));
  }

  /** With the checksums of what they have become. */
  @Test
  void areReadOrRefusedWithDamagedPickles() throws Throwable {
    Path archive = golden("abn-resnet20-half.pth");
    Map<String, byte[]> entries = entries(archive);
    byte[] pickle = entries.get("abn-resnet20-half/data.pkl");
    areReadOrRefused(
        Files.readAllBytes(archive),
        () -> {
          entries.put("abn-resnet20-half/data.pkl", Damage.to(pickle, random));
          return SmallFiles.zip(entries);
        });
  }

  private void areReadOrRefused(byte[] whole, Supplier<byte[]> damaged) throws Throwable {
    assertThat(isRead(write(whole))).isTrue(); // which also loads all classes
    int refused = 0;
    for (int i = 0; i < TIMES; i++) {
      Path file = write(damaged.get());
      boolean[] read = new boolean[1];
      assertThat(Memory.takenBy(() -> read[0] = isRead(file)))
          .isLessThan((long) MOST_BYTES_PER_BYTE * whole.length);
      refused += read[0] ? 0 : 1;
    }
    assertThat(refused).isBetween(TIMES / 2, TIMES);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("damaged.pth"), bytes);
  }

  private static boolean isRead(Path path) throws IOException {
    try (TorchFile file = TorchFile.open(path)) {
      for (StateDict found : StateDicts.in(file.content())) {
        for (Tensor tensor : found.tensors().values()) {
          assertThat(tensor.array().length()).isEqualTo(tensor.length());
        }
      }
      return true;
    } catch (InvalidCheckpointException e) {
      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(600);
      return false;
    }
  }

  private static Map<String, byte[]> entries(Path archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (var zip = new ZipFile(archive.toFile())) {
      for (var entry : zip.stream().toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  private static Path golden(String name) throws Exception {
    return Path.of(DamagedCheckpointsTest.class.getResource("../" + name).toURI());
  }
}
