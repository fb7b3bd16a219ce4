package org.abn.data.format;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.open;
import static org.abn.data.SmallDatasets.path;
import static org.abn.data.SmallDatasets.write;
import static org.abn.data.SmallImages.jpeg;
import static org.abn.data.SmallImages.writeAll;
import static org.abn.data.SmallImages.writeText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;
import org.abn.data.SmallDatasets;
import org.abn.data.record.FileCounts;
import org.abn.data.record.ImageSizes;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.PublishedShards;
import org.abn.data.shard.ShardPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file of a source is used, rejected or passed over by a rule, whatever the format. */
class FileCountsTest {
  @TempDir Path directory;

  @Test
  void accountsForEveryFileInFolders() throws Exception {
    writeAll(directory, "source/train/cat/1.jpg", "source/train/cat/2.JPG", "source/val/cat/3.jpg");
    writeAll(directory, "source/train/cat/._1.jpg", "source/train/cat/@eaDir/1.jpg/thumb.jpg");
    writeText(directory, "source/train/cat/Thumbs.db", "?");
    writeText(directory, "source/train/cat/desktop.ini", "?");
    writeText(directory, "source/train/notes.txt", "?");
    writeText(directory, "source/.DS_Store", "?");
    writeText(directory, "source/README", "?");
    writeText(directory, "source/dev/cat/4.jpg", "never opened");
    writeText(directory, "source/train/cat/5.gif", "GIF89a");
    writeText(directory, "source/val/cat/6.jpg", "no image");
    DatasetSource source = open(DatasetFormat.FOLDER, directory.resolve("source"));
    assertThat(source.counts())
        .hasToString(
            "13 files seen, 4 used, 1 rejected, 8 passed over"
                + " (2 hidden, 3 left by a system, 1 no image by its name, 2 not read)");
    Manifest manifest =
        PublishedShards.write(CONF, ShardPlan.of(source, 1), path(directory.resolve("shards")));
    assertThat(manifest.files().used()).isEqualTo(3);
    assertThat(manifest.rejected())
        .extracting(RejectedRecord::id)
        .containsExactly("train/cat/5.gif", "val/cat/6.jpg");
    assertThat(Manifest.read(CONF, path(directory.resolve("shards")))).isEqualTo(manifest);
  }

  @Test
  void accountsForListedImagesThatAreNotThere() {
    CelebATest.writeLists(directory);
    writeAll(directory, CelebATest.IMAGES[0], CelebATest.IMAGES[1], "img_align_celeba/9.jpg");
    assertThat(open(DatasetFormat.CELEBA, directory).counts())
        .hasToString("7 files seen, 4 used, 3 rejected, 0 passed over");
  }

  @Test
  void accountsForTheFilesOfPixels() {
    SmallDatasets.cifar10(directory, 3, 2, 1);
    writeText(directory, "readme.html", "?");
    assertThat(open(DatasetFormat.CIFAR10, directory).counts())
        .hasToString("4 files seen, 3 used, 0 rejected, 1 passed over (1 not read)");
    Path fashion = directory.resolve("fashion");
    SmallDatasets.fashionMnist(fashion, 3, 2);
    assertThat(open(DatasetFormat.FASHION_MNIST, fashion).counts())
        .hasToString("4 files seen, 4 used, 0 rejected, 0 passed over");
  }

  @Test
  void readsFoldersBelowAClass() {
    writeAll(directory, "train/cat/images/2.jpg", "train/cat/1.jpg");
    writeText(directory, "train/cat/cat_boxes.txt", "1.jpg 0 0 8 8");
    DatasetSource source = open(DatasetFormat.FOLDER, directory);
    assertThat(source.records(Split.TRAIN)).isEqualTo(2);
    assertThat(source.counts())
        .hasToString("3 files seen, 2 used, 0 rejected, 1 passed over (1 no image by its name)");
  }

  @Test
  void stopsInAFolderThatIsLinkedIntoItself() throws Exception {
    writeAll(directory, "train/cat/1.jpg");
    Files.createSymbolicLink(directory.resolve("train/cat/again"), directory.resolve("train/cat"));
    rejects("lies more than 32 folders deep; is a folder linked into itself?");
  }

  @Test
  void rejectsALinkToNothing() throws Exception {
    writeAll(directory, "train/cat/1.jpg", "elsewhere/2.jpg");
    link("train/cat/2.jpg", "elsewhere/2.jpg");
    link("train/cat/3.jpg", "elsewhere/3.jpg");
    DatasetSource source = open(DatasetFormat.FOLDER, directory);
    assertThat(source.records(Split.TRAIN)).isEqualTo(2);
    assertThat(source.rejected())
        .containsExactly(new RejectedRecord("train/cat/3.jpg", "is a link to nothing"));
  }

  @Test
  void refusesAPublishedFileThatIsALinkToNothing() throws Exception {
    SmallDatasets.cifar10(directory, 1, 1, 1);
    Files.delete(directory.resolve("test_batch.bin"));
    link("test_batch.bin", "elsewhere/test_batch.bin");
    assertThatThrownBy(() -> open(DatasetFormat.CIFAR10, directory))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageEndingWith("has test_batch.bin as a link to nothing");
  }

  private void link(String link, String target) throws IOException {
    Files.createSymbolicLink(directory.resolve(link), directory.resolve(target));
  }

  @Test
  void testsOnValidationImagesToo() {
    writeAll(directory, "train/cat/1.jpg", "val/cat/2.jpg", "test/cat/3.jpg", "extra/cat/4.jpg");
    DatasetSource source = open(DatasetFormat.FOLDER, directory);
    assertThat(source.records(Split.TEST)).isEqualTo(2);
    assertThat(source.warnings())
        .containsExactly(
            path(directory) + ": holds val, test; the test images are those of all",
            path(directory) + ": passes over extra; expected train, val and test");
  }

  @Test
  void saysThatThereIsNothingToTestOn() {
    writeAll(directory, "train/cat/1.jpg");
    assertThat(open(DatasetFormat.FOLDER, directory).warnings())
        .containsExactly(
            path(directory)
                + ": holds none of val, valid, validation, test; there is no image to test on");
  }

  @Test
  void takesAccentsOfBothFormsForOneClass() {
    String composed = "M\u00fcsli";
    String decomposed = "Mu\u0308sli";
    writeAll(directory, "train/" + composed + "/1.jpg", "test/" + decomposed + "/2.jpg");
    assertThat(open(DatasetFormat.FOLDER, directory).classes()).containsExactly(composed);
    writeAll(directory, "train/" + decomposed + "/1.jpg");
    rejects("holds two folders named " + composed);
  }

  @Test
  void readsFilesOfOddNames() throws Exception {
    String[] names = {"a b", "a:b", "a%20b", "a#b", "[x]{y}*", "a\\b", " x ", "\u4e2d\u6587", "-"};
    for (String name : names) {
      write(directory.resolve("source/train/" + name), name + ".jpg", jpeg(name));
    }
    DatasetSource source = open(DatasetFormat.FOLDER, directory.resolve("source"));
    assertThat(source.classes()).containsExactlyInAnyOrder(names);
    Manifest manifest =
        PublishedShards.write(CONF, ShardPlan.of(source, 1), path(directory.resolve("shards")));
    assertThat(manifest.records(Split.TRAIN)).isEqualTo(names.length);
    assertThat(manifest.files().used()).isEqualTo(names.length);
  }

  @Test
  void fitsShardsWhereIdsAreLongerThanImages() throws Exception {
    String deep = "source/train/cat/" + ("x".repeat(200) + "/").repeat(4);
    IntStream.range(0, 40).forEach(i -> writeAll(directory, deep + i + ".jpg"));
    DatasetSource source = open(DatasetFormat.FOLDER, directory.resolve("source"));
    ShardPlan plan = ShardPlan.of(source, 1, 30_000);
    assertThat(PublishedShards.write(CONF, plan, path(directory.resolve("shards"))).shards())
        .hasSizeGreaterThan(2);
  }

  @Test
  void notesTheSizesOfImages() throws Exception {
    writeAll(directory, "source/train/cat/1.jpg", "source/test/cat/1.jpg");
    DatasetSource source = open(DatasetFormat.FOLDER, directory.resolve("source"));
    Manifest manifest =
        PublishedShards.write(CONF, ShardPlan.of(source, 1), path(directory.resolve("shards")));
    assertThat(manifest.sizes()).isEqualTo(new ImageSizes(8, 8, 8, 8)).hasToString("8x8");
    assertThat(manifest.sizes().areOne()).isTrue();
    assertThat(new ImageSizes(8, 8, 8, 8).and(new ImageSizes(4, 16, 4, 16)))
        .hasToString("4x8 to 8x16");
  }

  @Test
  void refusesCountsThatDoNotAddUp() {
    assertThatThrownBy(() -> new FileCounts(3, 1, 1, List.of()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("of 3 files 1 are used, 1 rejected and 0 passed over, which does not add up");
  }

  private void rejects(String message) {
    assertThatThrownBy(() -> open(DatasetFormat.FOLDER, directory))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(message);
  }
}
