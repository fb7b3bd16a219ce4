package org.abn.data.format;

import static org.abn.data.SmallDatasets.open;
import static org.abn.data.SmallImages.writeAll;
import static org.abn.data.SmallImages.writeText;
import static org.abn.data.format.Records.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Struct;

class ImageNetTest {
  static final String TRUTH = "ILSVRC2012_validation_ground_truth.txt";

  @TempDir Path directory;

  @BeforeEach
  void writeTrainingImages() {
    writeAll(
        directory,
        "train/n01530575/n01530575_7.JPEG",
        "train/n01440764/n01440764_9.JPEG",
        "train/n01440764/n01440764_10.JPEG");
  }

  @Test
  void ranksClassesByTheirWordNetIds() throws Exception {
    DatasetSource source = open(DatasetFormat.IMAGENET, directory);
    assertThat(source.classes()).containsExactly("n01440764", "n01530575");
    assertThat(readAll(source, Split.TRAIN))
        .extracting(ImageRecord::id, record -> record.labels()[0])
        .containsExactly(
            tuple("train/n01440764/n01440764_10.JPEG", 0),
            tuple("train/n01440764/n01440764_9.JPEG", 0),
            tuple("train/n01530575/n01530575_7.JPEG", 1));
    assertThat(source.warnings())
        .containsExactly(
            "imagenet: train has 3 of the 1,281,167 published images",
            "imagenet: test has 0 of the 50,000 published images");
  }

  @Test
  void readsValidationImagesInClassFolders() throws Exception {
    writeAll(directory, "val/n01530575/ILSVRC2012_val_00000001.JPEG");
    assertThat(readAll(open(DatasetFormat.IMAGENET, directory), Split.TEST))
        .extracting(ImageRecord::id, record -> record.labels()[0])
        .containsExactly(tuple("val/n01530575/ILSVRC2012_val_00000001.JPEG", 1));
  }

  @Test
  void labelsValidationImagesByTheDevelopmentKit() throws Exception {
    writeAll(directory, "val/ILSVRC2012_val_00000002.JPEG", "val/ILSVRC2012_val_00000001.JPEG");
    writeText(directory, TRUTH, "2\n1\n");
    writeMeta(directory.resolve("meta.mat"));
    assertThat(readAll(open(DatasetFormat.IMAGENET, directory), Split.TEST))
        .extracting(ImageRecord::id, record -> record.labels()[0])
        .containsExactly( // ids 1 and 2 are not in the order of their WordNet ids
            tuple("val/ILSVRC2012_val_00000001.JPEG", 0),
            tuple("val/ILSVRC2012_val_00000002.JPEG", 1));
  }

  @Test
  void findsTheDevelopmentKitAsItIsUnpacked() throws Exception {
    writeAll(directory, "val/ILSVRC2012_val_00000001.JPEG");
    writeText(directory, "ILSVRC2012_devkit_t12/data/" + TRUTH, "2");
    writeMeta(directory.resolve("ILSVRC2012_devkit_t12/data/meta.mat"));
    assertThat(open(DatasetFormat.IMAGENET, directory).records(Split.TEST)).isOne();
  }

  @Test
  void listsWhatIsNoImageAsRejected() {
    writeText(directory, "train/n01440764/moving.gif", "?");
    assertThat(open(DatasetFormat.IMAGENET, directory).rejected())
        .containsExactly(
            new RejectedRecord(
                "train/n01440764/moving.gif", "is named neither .jpg, .jpeg nor .png"));
  }

  @Test
  void rejectsADirectoryWithoutImages() throws Exception {
    removeTrainingImages();
    rejects("holds neither training nor test images, expected train/WNID/*.JPEG");
  }

  @Test
  void ranksTheFoldersOfValidationImagesWhereThereAreNoOthers() throws Exception {
    removeTrainingImages();
    writeAll(directory, "val/n01530575/1.JPEG", "val/n01440764/3.JPEG");
    Files.createDirectory(directory.resolve("val/n01443537"));
    DatasetSource source = open(DatasetFormat.IMAGENET, directory);
    assertThat(source.classes()).containsExactly("n01440764", "n01443537", "n01530575");
    assertThat(readAll(source, Split.TEST))
        .extracting(ImageRecord::id, record -> record.labels()[0])
        .containsExactly(tuple("val/n01440764/3.JPEG", 0), tuple("val/n01530575/1.JPEG", 2));
    assertThat(source.warnings())
        .containsExactly(
            "imagenet: train has 0 of the 1,281,167 published images; the shards are for evaluate",
            "imagenet: test has 2 of the 50,000 published images");
  }

  @Test
  void ranksTheClassesOfTheDevelopmentKitWhereThereAreNoTrainingImages() throws Exception {
    removeTrainingImages();
    writeAll(directory, "val/1.JPEG", "val/2.JPEG");
    writeText(directory, TRUTH, "3\n1\n");
    writeMeta(directory.resolve("meta.mat"));
    DatasetSource source = open(DatasetFormat.IMAGENET, directory);
    assertThat(source.classes()).containsExactly("n01440764", "n01530575", "n09999999");
    assertThat(readAll(source, Split.TEST))
        .extracting(ImageRecord::id, record -> record.labels()[0])
        .containsExactly(tuple("val/1.JPEG", 2), tuple("val/2.JPEG", 1));
    assertThat(readAll(source, Split.TRAIN)).isEmpty();
  }

  @Test
  void rejectsClassesOfOtherNamesWhereTheirOrderIsNotThatOfTrainingImages() throws Exception {
    writeAll(directory, "train/tench/1.JPEG", "val/tench/1.JPEG");
    assertThat(open(DatasetFormat.IMAGENET, directory).records(Split.TEST)).isOne();
    removeTrainingImages();
    rejects(
        "holds no training images and has a class 'tench', expected WordNet ids such as n01440764");
  }

  private void removeTrainingImages() throws IOException {
    try (var files = Files.walk(directory.resolve("train"))) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }

  @Test
  void rejectsValidationImagesOfAnotherClass() {
    writeAll(directory, "val/n09999999/ILSVRC2012_val_00000001.JPEG");
    rejects("val/n09999999: is none of the 2 classes, such as n01440764");
  }

  @Test
  void rejectsFlatValidationImagesWithoutLabels() throws Exception {
    writeAll(directory, "val/ILSVRC2012_val_00000001.JPEG");
    rejects("lacks " + TRUTH + ", looked for in ., ILSVRC2012_devkit_t12/data");
    writeText(directory, TRUTH, "2\n");
    rejects("lacks meta.mat");
  }

  @Test
  void rejectsAnotherNumberOfLabels() throws Exception {
    writeAll(directory, "val/ILSVRC2012_val_00000001.JPEG");
    writeText(directory, TRUTH, "2\n1\n");
    writeMeta(directory.resolve("meta.mat"));
    rejects(TRUTH + ": has 2 lines, expected one for each of the 1 validation images");
  }

  @Test
  void rejectsALabelThatIsNoId() throws Exception {
    writeAll(directory, "val/1.JPEG", "val/2.JPEG", "val/3.JPEG");
    writeMeta(directory.resolve("meta.mat"));
    writeText(directory, TRUTH, "2\n1\n4\n");
    rejects(TRUTH + ", line 3: '4' is no ILSVRC2012_ID of meta.mat");
    writeText(directory, TRUTH, "2\nfish\n1\n");
    rejects(TRUTH + ", line 2: 'fish' is no ILSVRC2012_ID");
    writeText(directory, TRUTH, "2\n1\n3\n");
    rejects(TRUTH + ", line 3: class n09999999 is not among the 2 that are trained on");
  }

  @Test
  void rejectsAMetaFileThatIsNone() throws Exception {
    writeAll(directory, "val/1.JPEG");
    writeText(directory, TRUTH, "2\n");
    writeText(directory, "meta.mat", "MATLAB 5.0 MAT-file");
    rejects("meta.mat: cannot be read, expected a MATLAB level 5 file");
    try (var file = Mat5.newMatFile().addArray("other", Mat5.newScalar(1))) {
      Mat5.writeToFile(file, directory.resolve("meta.mat").toFile());
    }
    rejects("meta.mat: cannot be read, expected a structure 'synsets' of ILSVRC2012_ID and WNID");
  }

  /** Three classes, and a group of them: its id is larger than that of any class. */
  static void writeMeta(Path path) throws IOException {
    Struct synsets = Mat5.newStruct(4, 1);
    String[] wnids = {"n01530575", "n01440764", "n09999999", "n00001740"};
    int[] ids = {1, 2, 3, 1001};
    for (int i = 0; i < wnids.length; i++) {
      synsets.set("ILSVRC2012_ID", i, Mat5.newScalar(ids[i]));
      synsets.set("WNID", i, Mat5.newString(wnids[i]));
    }
    Files.createDirectories(path.getParent());
    try (var file = Mat5.newMatFile().addArray("synsets", synsets)) {
      Mat5.writeToFile(file, path.toFile());
    }
  }

  private void rejects(String message) {
    assertThatThrownBy(() -> open(DatasetFormat.IMAGENET, directory))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(message);
  }
}
