package org.abn.data.format;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.path;
import static org.abn.data.SmallImages.jpeg;
import static org.abn.data.SmallImages.writeAll;
import static org.abn.data.SmallImages.writeText;
import static org.abn.data.format.Records.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;

class CompCarsTest {
  static final String LISTS = "train_test_split/classification/";

  @TempDir Path directory;

  @BeforeEach
  void writeDataset() throws Exception {
    writeDataset(directory);
  }

  static void writeDataset(Path directory) throws IOException {
    writeAll(
        directory,
        "image/2/10/2010/a.jpg",
        "image/2/9/unknown/b.jpg",
        "image/1/3/2011/c.jpg",
        "image/1/3/2012/d.jpg",
        "image/1/4/2012/unlisted.jpg");
    writeText(
        directory, LISTS + "train.txt", "2/10/2010/a.jpg\n2/9/unknown/b.jpg\n1/3/2011/c.jpg\n");
    writeText(directory, LISTS + "test.txt", "1/3/2012/d.jpg\n");
    writeNames(directory);
  }

  @Test
  void labelsModelsInTheOrderOfTheirNumbers() throws Exception {
    DatasetSource source = open(DatasetOptions.NONE);
    assertThat(source.classes()).containsExactly("Model 3", "model 9", "Model 10");
    var train = readAll(source, Split.TRAIN);
    assertThat(train)
        .extracting(ImageRecord::id)
        .containsExactly(
            "image/2/10/2010/a.jpg", "image/2/9/unknown/b.jpg", "image/1/3/2011/c.jpg");
    assertThat(train).extracting(record -> record.labels()[0]).containsExactly(2, 1, 0);
    assertThat(train.get(0).image().bytes()).containsExactly(jpeg("image/2/10/2010/a.jpg"));
    assertThat(source.rejected()).isEmpty();
    assertThat(source.warnings())
        .containsExactly(
            "compcars: train has 3 of the 36,451 published images",
            "compcars: test has 1 of the 15,626 published images");
  }

  @Test
  void labelsMakersWhereTheyAreChosen() throws Exception {
    DatasetSource source = open(options("maker", null));
    assertThat(source.classes()).containsExactly("Maker 1", "Maker 2");
    assertThat(readAll(source, Split.TRAIN))
        .extracting(record -> record.labels()[0])
        .containsExactly(1, 1, 0);
  }

  @Test
  void readsAnotherListWhereItIsChosen() throws Exception {
    writeText(directory, "my.txt", "1/3/2011/c.jpg\n");
    assertThat(open(options(null, "my.txt")).records(Split.TRAIN)).isOne();
    assertThatThrownBy(() -> open(options(null, "none.txt")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("none.txt");
  }

  @Test
  void listsMissingImagesAsRejected() throws Exception {
    Files.delete(directory.resolve("image/1/3/2011/c.jpg"));
    DatasetSource source = open(DatasetOptions.NONE);
    assertThat(source.records(Split.TRAIN)).isEqualTo(2);
    assertThat(source.rejected())
        .containsExactly(
            new RejectedRecord("image/1/3/2011/c.jpg", "is listed, but there is no such file"));
  }

  @Test
  void readsListsAsWindowsWritesThem() throws Exception {
    writeText(directory, LISTS + "test.txt", "\uFEFF1/3/2012/d.jpg\r\n");
    assertThat(open(DatasetOptions.NONE).records(Split.TEST)).isOne();
  }

  @Test
  void rejectsABadLine() {
    writeText(directory, LISTS + "train.txt", "2/10/2010/a.jpg\n2/10/a.jpg\n");
    rejects("train.txt, line 2: '2/10/a.jpg', expected a path such as 78/1/2010/x.jpg");
    writeText(directory, LISTS + "train.txt", "2/10/../a.jpg\n");
    rejects("train.txt, line 1: '2/10/../a.jpg', expected a path");
    writeText(directory, LISTS + "train.txt", "2/10/2010/a.jpg\n\n2/10/2010/a.jpg\n");
    rejects("train.txt, line 3: 2/10/2010/a.jpg is there twice");
    writeText(directory, LISTS + "train.txt", "\n");
    rejects("train.txt: lists no image, expected one a line");
  }

  @Test
  void rejectsTestImagesThatAreTrainedOn() {
    writeText(directory, LISTS + "test.txt", "1/3/2011/c.jpg\n");
    rejects("test.txt: 1/3/2011/c.jpg is in ");
  }

  @Test
  void rejectsATestModelThatIsNotTrainedOn() {
    writeText(directory, LISTS + "test.txt", "1/4/2012/unlisted.jpg\n");
    rejects("test.txt: 1/4/2012/unlisted.jpg is of a model that is not trained on");
  }

  @Test
  void rejectsAModelThatTheTableLacks() {
    writeText(directory, LISTS + "train.txt", "1/3/2011/c.jpg\n1/11/2011/e.jpg\n");
    rejects("make_model_name.mat: lacks model 11, has 10 of them in model_names");
  }

  @Test
  void rejectsATableThatIsNone() {
    writeText(directory, "misc/make_model_name.mat", "no table");
    rejects("make_model_name.mat: cannot be read, expected a MATLAB level 5 file");
  }

  @Test
  void rejectsAMissingFile() throws Exception {
    Files.delete(directory.resolve("misc/make_model_name.mat"));
    rejects("lacks make_model_name.mat, looked for in misc, .");
    Files.delete(directory.resolve(LISTS + "test.txt"));
    rejects("lacks test.txt, looked for in train_test_split/classification, .");
  }

  @Test
  void rejectsOptionsThatAreNone() {
    assertThatThrownBy(() -> open(options("colour", null)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("labels 'colour', expected model or maker");
    assertThatThrownBy(
            () ->
                DatasetFormat.CIFAR10.open(
                    CONF, path(directory), options("maker", null), PartLister.here(CONF)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("dataset 'cifar10' leaves no choice of labels, lists or boxes");
  }

  private DatasetSource open(DatasetOptions options) throws IOException {
    return DatasetFormat.COMPCARS.open(CONF, path(directory), options, PartLister.here(CONF));
  }

  private DatasetOptions options(String labels, String trainList) {
    return new DatasetOptions(
        Optional.ofNullable(labels),
        Optional.ofNullable(trainList).map(name -> path(directory.resolve(name))),
        Optional.empty(),
        false);
  }

  private void rejects(String message) {
    assertThatThrownBy(() -> open(DatasetOptions.NONE))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(message);
  }

  private static void writeNames(Path directory) throws IOException {
    Cell makers = Mat5.newCell(2, 1);
    Cell models = Mat5.newCell(10, 1);
    for (int i = 0; i < 10; i++) {
      models.set(i, i == 8 ? Mat5.EMPTY_MATRIX : Mat5.newString("Model " + (i + 1)));
      makers.set(i % 2, Mat5.newString("Maker " + (i % 2 + 1)));
    }
    Files.createDirectories(directory.resolve("misc"));
    try (var file =
        Mat5.newMatFile().addArray("make_names", makers).addArray("model_names", models)) {
      Mat5.writeToFile(file, directory.resolve("misc/make_model_name.mat").toFile());
    }
  }
}
