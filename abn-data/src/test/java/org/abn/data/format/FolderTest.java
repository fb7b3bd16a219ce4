package org.abn.data.format;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.open;
import static org.abn.data.SmallDatasets.path;
import static org.abn.data.SmallImages.jpeg;
import static org.abn.data.SmallImages.png;
import static org.abn.data.SmallImages.write;
import static org.abn.data.SmallImages.writeAll;
import static org.abn.data.SmallImages.writeText;
import static org.abn.data.format.Records.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.abn.data.InvalidDataException;
import org.abn.data.augment.Normalisation;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.RejectedRecordException;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.PublishedShards;
import org.abn.data.shard.ShardPlan;
import org.abn.data.shard.ShardReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
  @TempDir Path directory;

  @Test
  void readsFilesInTheOrderOfTheirNames() throws Exception {
    writeAll(directory, "train/dog/2.jpg", "train/dog/10.JPEG", "train/cat/a b.jpg");
    write(directory, "train/cat/z.png", png("z"));
    writeAll(directory, "test/dog/3.jpg");
    DatasetSource source = open(DatasetFormat.FOLDER, directory);
    assertThat(source.classes()).containsExactly("cat", "dog");
    assertThat(source.image()).isEqualTo(ImageShape.UNKNOWN);
    assertThat(source.warnings()).isEmpty();
    assertThat(source.rejected()).isEmpty();
    assertThat(readAll(source, Split.TRAIN))
        .extracting(ImageRecord::id)
        .containsExactly(
            "train/cat/a b.jpg", "train/cat/z.png", "train/dog/10.JPEG", "train/dog/2.jpg");
    assertThat(readAll(source, Split.TEST))
        .containsExactly(
            new ImageRecord(
                "test/dog/3.jpg",
                Split.TEST,
                new int[] {1},
                new EncodedImage(
                    ImageEncoding.JPEG, new ImageShape(1, 8, 8), jpeg("test/dog/3.jpg"))));
  }

  @Test
  void tellsEncodingsByTheirFirstBytes() throws Exception {
    write(directory, "train/cat/png-inside.jpg", png("x"));
    ImageRecord record = readAll(open(DatasetFormat.FOLDER, directory), Split.TRAIN).get(0);
    assertThat(record.image().encoding()).isEqualTo(ImageEncoding.PNG);
    assertThat(record.image().bytes()).containsExactly(png("x"));
  }

  @Test
  void listsWhatIsNoImageAsRejected() {
    writeAll(directory, "train/cat/1.jpg", "train/cat/.hidden.jpg");
    writeAll(directory, "test/cat/moving.gif", "test/stray.jpg");
    write(directory, "train/cat/empty.jpg", new byte[0]);
    DatasetSource source = open(DatasetFormat.FOLDER, directory);
    assertThat(source.records(Split.TRAIN)).isOne();
    assertThat(source.records(Split.TEST)).isZero();
    assertThat(source.rejected())
        .containsExactly(
            new RejectedRecord("train/cat/empty.jpg", "has 0 bytes, expected 1 to 67,108,864"),
            new RejectedRecord("test/cat/moving.gif", "is named neither .jpg, .jpeg nor .png"),
            new RejectedRecord("test/stray.jpg", "lies in no folder of a class"));
  }

  @Test
  void becomesShardsOfTheOriginalBytes() throws Exception {
    writeAll(
        directory, "source/train/cat/1.jpg", "source/train/dog/2.jpg", "source/test/dog/3.jpg");
    writeText(directory, "source/train/dog/moving.gif", "?");
    DatasetSource source = open(DatasetFormat.FOLDER, directory.resolve("source"));
    var out = path(directory.resolve("shards"));
    Manifest manifest = PublishedShards.write(CONF, ShardPlan.of(source, 1), out);
    assertThat(manifest.rejected()).isEqualTo(source.rejected()).hasSize(1);
    ImageRecord test = new ShardReader(CONF, out, manifest).block(1, 0).get(0);
    assertThat(test).isEqualTo(readAll(source, Split.TEST).get(0));
    Normalisation grey = new Normalisation(new float[] {0}, new float[] {1});
    assertThatThrownBy(() -> manifest.requireChannelsOf(grey))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("normalisation: statistics of 1 channels, but the images of folder have 3");
  }

  @Test
  void rejectsADirectoryWithoutItsFolders() {
    writeAll(directory, "photos/cat/1.jpg");
    rejects(
        "holds neither training nor test images, expected"
            + " {train,val,test}/CLASS/*.{jpg,jpeg,png}");
  }

  @Test
  void readsImagesToTestOnAlone() throws Exception {
    writeAll(directory, "val/dog/1.jpg", "val/cat/2.jpg", "test/dog/3.jpg");
    DatasetSource source = open(DatasetFormat.FOLDER, directory);
    assertThat(source.classes()).containsExactly("cat", "dog");
    assertThat(readAll(source, Split.TEST))
        .extracting(ImageRecord::id, record -> record.labels()[0])
        .containsExactly(
            tuple("val/cat/2.jpg", 0), tuple("val/dog/1.jpg", 1), tuple("test/dog/3.jpg", 1));
    assertThat(source.records(Split.TRAIN)).isZero();
    assertThat(source.warnings())
        .first()
        .asString()
        .endsWith("holds no train; the shards are for evaluate");
    writeAll(directory, "test/cow/1.jpg");
    rejects("test/cow: is none of the 2 classes, such as cat");
  }

  @Test
  void rejectsAFolderWithoutClasses() {
    writeAll(directory, "train/1.jpg");
    rejects("train: holds no folder, expected one a class");
  }

  @Test
  void rejectsAClassWithoutImages() throws Exception {
    writeAll(directory, "train/dog/1.jpg");
    Files.createDirectory(directory.resolve("train/cat"));
    rejects("holds no training image of class cat");
  }

  @Test
  void rejectsATestClassThatIsNotTrainedOn() {
    writeAll(directory, "train/dog/1.jpg", "test/cow/1.jpg");
    rejects("test/cow: is none of the 1 classes, such as dog");
  }

  @Test
  void leavesOutAFileThatIsNoImageOnlyByName() throws Exception {
    writeAll(directory, "source/train/cat/1.jpg", "source/train/cat/3.jpg");
    writeText(directory, "source/train/cat/2.jpg", "<html>not found</html>");
    DatasetSource source = open(DatasetFormat.FOLDER, directory.resolve("source"));
    Manifest manifest =
        PublishedShards.write(CONF, ShardPlan.of(source, 1), path(directory.resolve("shards")));
    assertThat(manifest.records(Split.TRAIN)).isEqualTo(2);
    assertThat(manifest.rejected())
        .containsExactly(
            new RejectedRecord(
                "train/cat/2.jpg", "is an HTML page by its first bytes, expected JPEG or PNG"));
  }

  @Test
  void leavesOutImagesThatCannotBeDecoded() throws Exception {
    byte[] cut = Arrays.copyOf(jpeg("cut"), 100);
    writeAll(directory, "train/cat/1.jpg");
    write(directory, "train/cat/cut.jpg", cut);
    writeText(directory, "train/cat/moving.jpg", "GIF89a");
    assertThat(rejection("train/cat/cut.jpg"))
        .isEqualTo("JPEG ends within its segments at byte 100; copy it again");
    assertThat(rejection("train/cat/moving.jpg"))
        .isEqualTo("is a GIF by its first bytes, expected JPEG or PNG");
  }

  /** Why an image is left out on reading. */
  private String rejection(String id) throws IOException {
    EncodedImages images =
        (EncodedImages) open(DatasetFormat.FOLDER, directory).files(Split.TRAIN).get(0);
    int index = images.images().stream().map(ListedImage::id).toList().indexOf(id);
    try (RecordReader reader = images.open(CONF)) {
      return catchThrowableOfType(RejectedRecordException.class, () -> reader.read(index))
          .rejected()
          .reason();
    }
  }

  @Test
  void refusesAShardOfNothingButRejectedFiles() {
    writeText(directory, "source/train/cat/2.jpg", "<html>not found</html>");
    DatasetSource source = open(DatasetFormat.FOLDER, directory.resolve("source"));
    ShardPlan plan = ShardPlan.of(source, 1);
    assertThatThrownBy(() -> PublishedShards.write(CONF, plan, path(directory.resolve("shards"))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(
            "none of the 1 records of a shard can be used; the first is train/cat");
    assertThat(directory.resolve("shards")).doesNotExist();
  }

  @Test
  void rejectsAFileThatHasChangedSinceItWasListed() {
    writeAll(directory, "train/cat/1.jpg");
    DatasetSource source = open(DatasetFormat.FOLDER, directory);
    write(directory, "train/cat/1.jpg", jpeg("another"));
    assertThatThrownBy(() -> readAll(source, Split.TRAIN))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(
            "train/cat/1.jpg: no longer has the "
                + jpeg("train/cat/1.jpg").length
                + " bytes that were listed");
  }

  private void rejects(String message) {
    assertThatThrownBy(() -> open(DatasetFormat.FOLDER, directory))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(message);
  }
}
