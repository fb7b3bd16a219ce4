package org.abn.data.format;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.path;
import static org.abn.data.SmallImages.png;
import static org.abn.data.SmallImages.write;
import static org.abn.data.SmallImages.writeAll;
import static org.abn.data.SmallImages.writeText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.RejectedRecordException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {

  private static final List<String> CLASSES = List.of("cat", "dog");

  @TempDir Path directory;

  @Test
  void areAllBelowADirectoryByTheirPathsWithTheClassOfTheInnermostFolder() throws IOException {
    writeAll(directory, "dog/b.jpg", "dog/cat/c.JPEG", "a.jpg", "others/x.jpeg");
    write(directory, "cat/z.png", png("z"));
    writeText(directory, "readme.txt", "no image");
    ImageFiles found = ImageFiles.list(CONF, path(directory), CLASSES);
    assertThat(found.rejected()).isEmpty();
    List<ImageRecord> records = read(found);
    assertThat(records)
        .extracting(ImageRecord::id)
        .containsExactly("a.jpg", "cat/z.png", "dog/b.jpg", "dog/cat/c.JPEG", "others/x.jpeg");
    assertThat(records)
        .extracting(record -> record.labels()[0])
        .containsExactly(ImageFiles.UNKNOWN, 0, 1, 0, ImageFiles.UNKNOWN);
  }

  @Test
  void areOneFileOfTheClassOfItsFolder() throws IOException {
    writeAll(directory, "dog/b.jpg", "dog/c.jpg");
    List<ImageRecord> records =
        read(ImageFiles.list(CONF, path(directory.resolve("dog/b.jpg")), CLASSES));
    assertThat(records).extracting(ImageRecord::id).containsExactly("b.jpg");
    assertThat(records.get(0).labels()).containsExactly(1);
  }

  /** As cameras name them: what stands before a colon is no scheme. */
  @Test
  void mayHaveAColonInTheirNames() throws IOException {
    writeAll(directory, "10:30:00.jpg");
    List<ImageRecord> records = read(ImageFiles.list(CONF, path(directory), CLASSES));
    assertThat(records).extracting(ImageRecord::id).containsExactly("10:30:00.jpg");
    Path one = directory.resolve("10:30:00.jpg");
    assertThat(read(ImageFiles.list(CONF, path(one), CLASSES))).hasSize(1);
  }

  @Test
  void areOfTheClassOfTheDirectoryItself() throws IOException {
    writeAll(directory, "dog/b.jpg");
    ImageFiles found = ImageFiles.list(CONF, path(directory.resolve("dog")), CLASSES);
    assertThat(read(found).get(0).labels()).containsExactly(1);
  }

  @Test
  void rejectWhatIsNoImageByItsNameAndWhatCannotBeDecodedByItsHeader() throws IOException {
    writeAll(directory, "a.jpg");
    write(directory, "b.gif", png("b"));
    writeText(directory, "c.jpg", "text");
    ImageFiles found = ImageFiles.list(CONF, path(directory), CLASSES);
    assertThat(found.rejected())
        .containsExactly(new RejectedRecord("b.gif", "is named neither .jpg, .jpeg nor .png"));
    assertThatThrownBy(() -> read(found))
        .isInstanceOf(RejectedRecordException.class)
        .hasMessageContaining("is neither JPEG nor PNG by its first bytes");
  }

  @Test
  void areNoneInAnEmptyDirectoryAndRefusedWhereThereIsNone() throws IOException {
    Files.createDirectory(directory.resolve("empty"));
    assertThat(ImageFiles.list(CONF, path(directory.resolve("empty")), CLASSES).images()).isEmpty();
    assertThatThrownBy(() -> ImageFiles.list(CONF, path(directory.resolve("nothing")), CLASSES))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("nothing: cannot be opened");
  }

  private static List<ImageRecord> read(ImageFiles files) throws IOException {
    SourceFile images = files.images().orElseThrow();
    List<ImageRecord> records = new ArrayList<>();
    try (RecordReader reader = images.open(CONF)) {
      for (int i = 0; i < images.records(); i++) {
        records.add(reader.read(i));
      }
    }
    return records;
  }
}
