package org.abn.data;

import static org.abn.data.SmallDatasets.CONF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
  @TempDir Path directory;
  private Publisher publisher;

  @BeforeEach
  void open() throws IOException {
    publisher = Publisher.of(CONF, path(directory));
  }

  @Test
  void aFileIsReplacedWhenItIsWhole() throws Exception {
    Path file = directory.resolve("a/b/file");
    publisher.file(path(file), text("one"));
    publisher.file(
        path(file),
        out -> {
          text("two").writeTo(out);
          assertThat(file).hasContent("one");
        });
    assertThat(file).hasContent("two");
    assertThat(list(file.getParent())).containsExactly("file");
  }

  @Test
  void nothingHasChangedWhereWritingFails() throws Exception {
    Path file = directory.resolve("file");
    publisher.file(path(file), text("one"));
    assertThatThrownBy(() -> publisher.file(path(file), PublisherTest::fail)).hasMessage("failed");
    assertThat(file).hasContent("one");
    assertThat(list(directory)).containsExactly("file");
  }

  @Test
  void refusesAFileBelowAFile() throws Exception {
    Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> publisher.file(path(directory.resolve("file/below")), text("")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("file/below: cannot be written: ");
  }

  @Test
  void refusesAFileInPlaceOfADirectory() throws Exception {
    Path there = Files.createDirectory(directory.resolve("there"));
    assertThatThrownBy(() -> publisher.file(path(there), text("")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageEndingWith("there: is a directory, expected a file or nothing");
    assertThat(there).isEmptyDirectory();
    assertThat(list(directory)).containsExactly("there");
  }

  @Test
  void refusesWhatIsThereWhereNothingIsToBeReplaced() throws Exception {
    publisher.requireFree(path(directory.resolve("file")));
    Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> publisher.requireFree(path(directory.resolve("file"))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageEndingWith("file: is there already, choose another --out");
  }

  @Test
  void aDirectoryHasItsNameWhenItIsWhole() throws Exception {
    Path made = directory.resolve("made");
    try (var unpublished = publisher.directory(path(made), "mark")) {
      unpublished.write("one", text("1"));
      assertThat(made).doesNotExist();
      unpublished.publish(text("whole"));
    }
    assertThat(list(made)).containsExactly("mark", "one");
    assertThat(list(directory)).containsExactly("made");
  }

  @Test
  void aDirectoryThatIsNotPublishedLeavesNothing() throws Exception {
    try (var unpublished = publisher.directory(path(directory.resolve("made")), "mark")) {
      unpublished.write("one", text("1"));
      assertThatThrownBy(() -> unpublished.publish(PublisherTest::fail)).hasMessage("failed");
    }
    assertThat(list(directory)).isEmpty();
  }

  @Test
  void replacesADirectoryOnlyWhereThatIsMeant() throws Exception {
    Path there = directory.resolve("there");
    SmallDatasets.write(there, "mine", new byte[1]);
    try (var unpublished = publisher.directory(path(there), "mark")) {
      assertThatThrownBy(() -> unpublished.publish(text("")))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageEndingWith("there: is there already, expected nothing");
      assertThat(list(there)).containsExactly("mine");
      unpublished.replace(text(""));
    }
    assertThat(list(there)).containsExactly("mark");
    assertThat(list(directory)).containsExactly("there");
  }

  /** That is, of the local disk behind it, in one step. */
  @Test
  void mountedFileSystemsArePublishedOnAsByThemselves() throws Exception {
    Configuration conf = new Configuration();
    conf.set("fs.viewfs.mounttable.table.link./mounted", directory.toUri().toString());
    var mounted = new org.apache.hadoop.fs.Path("viewfs://table/mounted");
    Publisher behind = Publisher.of(conf, mounted);
    var file = new org.apache.hadoop.fs.Path(mounted, "file");
    behind.file(file, text("one"));
    behind.file(file, text("two"));
    assertThat(directory.resolve("file")).hasContent("two");
    var made = new org.apache.hadoop.fs.Path(mounted, "made");
    try (var unpublished = behind.directory(made, "mark")) {
      assertThat(unpublished.path().getName()).isEqualTo(".made.writing");
      unpublished.publish(text(""));
    }
    assertThat(directory.resolve("made/mark")).exists();
  }

  /** Without the slash that the URI of a directory ends in. */
  private static org.apache.hadoop.fs.Path path(Path path) {
    return new org.apache.hadoop.fs.Path(path.toString());
  }

  private static FileContent text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void fail(OutputStream out) throws IOException {
    out.write(0);
    throw new IOException("failed");
  }

  private static List<String> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc")) // of viewfs's local disk
          .sorted()
          .toList();
    }
  }
}
