package org.abn.model.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that {@code torch.save} has not written as they are. */
class RefusedFilesTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hello, world     | is no PyTorch checkpoint
          K\u0001.         | is no PyTorch checkpoint
          PK\u0003\u0004 x | is a damaged zip archive
          ''               | is empty
          """)
  void refusesAnythingElse(String content, String message) {
    assertThatThrownBy(() -> open(ascii(content)))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesTheTarFilesOfTheFirstPyTorch() {
    byte[] tar = new byte[1024];
    System.arraycopy(ascii("ustar"), 0, tar, 257, 5);
    assertThatThrownBy(() -> open(tar))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining("tar file");
  }

  @Test
  void refusesArchivesThatAreNoCheckpoints() {
    byte[] none = SmallFiles.zip(Map.of("a.json", new byte[0]));
    assertThatThrownBy(() -> open(none)).hasMessageContaining("NAME/data.pkl, found 0");
    byte[] two = SmallFiles.zip(Map.of("a/data.pkl", ascii("N."), "b/data.pkl", ascii("N.")));
    assertThatThrownBy(() -> open(two)).hasMessageContaining("NAME/data.pkl, found 2");
    byte[] more = SmallFiles.zip(Map.of("a/data.pkl", ascii("N.N.")));
    assertThatThrownBy(() -> open(more)).hasMessage("a/data.pkl: byte 2: expected the end");
    byte[] order = SmallFiles.zip(Map.of("a/data.pkl", ascii("N."), "a/byteorder", ascii("odd")));
    assertThatThrownBy(() -> open(order)).hasMessageContaining("cannot be: odd");
  }

  @Test
  void refusesCompressedEntries() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("net/data.pkl"));
      zip.write(new byte[1 << 20]);
    }
    assertThatThrownBy(() -> open(bytes.toByteArray()))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessage("net/data.pkl: is compressed, but PyTorch stores entries as they are");
  }

  private void open(byte[] content) throws IOException {
    TorchFile.open(Files.write(folder.resolve("file.pth"), content)).close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
