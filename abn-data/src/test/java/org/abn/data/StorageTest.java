package org.abn.data;

import static org.abn.data.SmallDatasets.CONF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
