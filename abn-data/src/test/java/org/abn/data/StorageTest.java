package org.abn.data;

import static org.abn.data.SmallDatasets.CONF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {
  @TempDir Path directory;

  @Test
  void reportsAMissingFileInOneLine() {
    var path = SmallDatasets.path(directory.resolve("none"));
    assertThatThrownBy(() -> Storage.open(Storage.of(CONF, path), path))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("none: cannot be opened")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void leavesOutTheStackTraceThatHdfsSends() throws Exception {
    FileSystem files =
        new FilterFileSystem(FileSystem.getLocal(CONF)) {
          @Override
          public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
            throw new FileNotFoundException("no such file\n\tat org.apache.hadoop.hdfs.Server");
          }
        };
    assertThatThrownBy(() -> Storage.status(files, new org.apache.hadoop.fs.Path("/a")))
        .hasMessage("/a: cannot be opened: no such file");
  }

  @Test
  void reportsAnUnknownScheme() {
    var path = new org.apache.hadoop.fs.Path("gopher://host/data");
    assertThatThrownBy(() -> Storage.of(CONF, path))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("use file: or hdfs:");
  }

  @Test
  void readsNoMoreThanTheLimit() throws Exception {
    SmallDatasets.write(directory, "five", new byte[5]);
    var path = SmallDatasets.path(directory.resolve("five"));
    var files = Storage.of(CONF, path);
    assertThat(Storage.read(files, path, 5)).hasSize(5);
    assertThatThrownBy(() -> Storage.read(files, path, 4))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("longer than the 4 bytes");
  }

  @Test
  void putsMessagesOnOneLine() {
    assertThat(new InvalidDataException("a\n  b\r\nc ").in("file"))
        .hasMessage("file: a b c")
        .hasCauseInstanceOf(InvalidDataException.class);
  }

  @Test
  void showsWhatCannotBeSeen() {
    assertThat(OneLine.of("\uFEFF000001.jpg\u00A0 1\u001B[31m\u200B"))
        .isEqualTo("\\uFEFF000001.jpg\\u00A0 1\\u001B[31m\\u200B");
    assertThat(OneLine.of("Zoë 中文 😀")).isEqualTo("Zoë 中文 😀");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:src", "hdfs:src", "C:\\data", ""})
  void refusesWhatIsNoPath(String uri) {
    assertThatThrownBy(() -> Storage.path(uri))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("'" + uri + "': is neither a path nor a URI");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://bucket/x",
        "hdfs:///x",
        "hdfs://nosuchhost.invalid/x",
        "C:/data",
        "hdfs://ho st:x/y"
      })
  void refusesAFileSystemThatThereIsNot(String uri) {
    assertThatThrownBy(() -> Storage.of(CONF, Storage.path(uri)))
        .isInstanceOf(InvalidDataException.class)
        .message()
        .hasLineCount(1);
  }

  @Test
  void noticesANameThatTheLocaleCannotExpress() throws Exception {
    // Java itself has no name for such a file, in no locale.
    String latin1 = "printf x > \"$(printf 'M\\374ller.jpg')\"";
    Process process = new ProcessBuilder("sh", "-c", latin1).directory(directory.toFile()).start();
    assertThat(process.waitFor()).isZero();
    var path = SmallDatasets.path(directory);
    assertThatThrownBy(() -> Storage.list(Storage.of(CONF, path), path))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("M%FCller.jpg: this name is not one of ")
        .hasMessageContaining("LC_ALL");
  }

  @Test
  void listsByNameWithLinksToNothing() throws Exception {
    SmallDatasets.write(directory, "b", new byte[1]);
    SmallDatasets.write(directory, "a:c", new byte[1]);
    Files.createSymbolicLink(directory.resolve("aa"), directory.resolve("nothing"));
    var path = SmallDatasets.path(directory);
    assertThat(Storage.list(Storage.of(CONF, path), path))
        .extracting(entry -> entry.getPath().getName() + " " + entry.isSymlink())
        .containsExactly("a:c false", "aa true", "b false");
  }
}
