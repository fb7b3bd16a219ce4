package org.abn.data.format;

import static org.abn.data.SmallDatasets.CONF;
import static org.abn.data.SmallDatasets.path;
import static org.abn.data.SmallImages.png;
import static org.abn.data.SmallImages.write;
import static org.abn.data.SmallImages.writeText;
import static org.abn.data.format.Records.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.augment.Augmentation;
import org.abn.data.augment.CropKind;
import org.abn.data.augment.Framing;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Normalisation;
import org.abn.data.augment.Preprocessing;
import org.abn.data.batch.BatchLoader;
import org.abn.data.batch.EpochPlan;
import org.abn.data.batch.MiniBatch;
import org.abn.data.batch.Selection;
import org.abn.data.image.ImageResizer;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.abn.data.record.RejectedRecordException;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.PublishedShards;
import org.abn.data.shard.ShardPlan;
import org.abn.data.shard.ShardReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;

/** Photographs that are red, but blue within the box around the car. */
class CompCarsBoxTest {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;
  private static final Region BOX = new Region(79, 198, 642, 296);
  private static final String LABEL = "4\n1\n80 199 721 494\n"; // as published, of 105/300/2014
  private static final String TRAIN = "105/300/unknown/0441c4432fd069";
  private static final String TEST = "105/300/2014/025faffa58fcb4";

  @TempDir Path directory;

  @BeforeEach
  void writeDataset() throws IOException {
    for (String car : new String[] {TRAIN, TEST}) {
      write(directory, "image/" + car + ".jpg", photograph());
      writeText(directory, "label/" + car + ".txt", LABEL);
    }
    writeText(directory, "train.txt", TRAIN + ".jpg\n");
    writeText(directory, "test.txt", TEST + ".jpg\n");
    Cell makers = Mat5.newCell(105, 1);
    Cell models = Mat5.newCell(300, 1);
    for (int i = 0; i < 300; i++) {
      makers.set(i % 105, Mat5.newString("Maker"));
      models.set(i, Mat5.newString("Model"));
    }
    try (var file =
        Mat5.newMatFile().addArray("make_names", makers).addArray("model_names", models)) {
      Mat5.writeToFile(file, directory.resolve("make_model_name.mat").toFile());
    }
  }

  @Test
  void takesTheBoxOfTheLabelFileAndKeepsTheBytes() throws Exception {
    for (Split split : Split.values()) {
      ImageRecord record = readAll(open(true), split).get(0);
      assertThat(record.box()).contains(BOX);
      assertThat(record.image().bytes()).isEqualTo(photograph());
    }
    assertThat(readAll(open(false), Split.TRAIN).get(0).box()).isEmpty();
  }

  @Test
  void endsABoxWhereTheImageDoes() throws Exception {
    label("-1\n1\n-5 0 5000 6000\n");
    assertThat(box()).isEqualTo(new Region(0, 0, WIDTH, HEIGHT));
    label("3\n1\n900 600 901 601\n");
    assertThat(box()).isEqualTo(new Region(WIDTH - 1, HEIGHT - 1, 1, 1));
  }

  @Test
  void rejectsAnImageWithoutAUsableBox() throws Exception {
    rejects("4\n1\n901 199 950 494\n", "line 3: the box 901 199 950 494, expected one in the");
    rejects("4\n1\n-7 199 0 494\n", "expected one in the image of 900x600 pixels");
    rejects("4\n1\n80 199 79 494\n", "line 3: the box 80 199 79 494, expected x1 <= x2 and");
    rejects("4\n1\n80 199 721\n", "line 3: '80 199 721', expected a box, x1 y1 x2 y2");
    rejects("4\n1\n80 199 721 4e2\n", "line 3: '80 199 721 4e2', expected a box");
    rejects("4\n1\n80 199 721 9999999\n", "line 3: '80 199 721 9999999', expected a box");
    rejects("4\n2\n80 199 721 494\n", "line 2: '2', expected the number of boxes, 1");
    rejects("80 199 721 494\n", "line 1: '80 199 721 494', expected a viewpoint, -1 or 1 to 5");
    rejects("4\n1\n", "ends after line 3, expected a box, x1 y1 x2 y2");
    rejects("", "ends after line 1, expected a viewpoint");
    rejects(LABEL + "80 199 721 494\n", "line 4: expected the end of the file");
    rejects("4".repeat(2000), "has 2,000 bytes, expected a list of at most 1,024");
    Files.delete(directory.resolve("label/" + TRAIN + ".txt"));
    rejectsWith(TRAIN + ".txt: cannot be opened");
  }

  @Test
  void rejectsADatasetWithoutLabelFiles() throws Exception {
    Files.move(directory.resolve("label"), directory.resolve("labels"));
    assertThatThrownBy(() -> open(true))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("holds no folder label");
    assertThat(open(false).records(Split.TRAIN)).isOne();
  }

  @Test
  void showsNothingOutsideOfTheBox() throws Exception {
    for (CropKind crop : CropKind.values()) {
      assertIsBlue(batch(ImageResizer.NONE, crop));
    }
  }

  @Test
  void resizesTheBoxAlone() throws Exception {
    ShardPlan plan = ShardPlan.of(open(true), 1).resizing(new ImageResizer(74));
    var out = path(directory.resolve("shards"));
    Manifest manifest = PublishedShards.write(CONF, plan, out);
    ImageRecord stored = new ShardReader(CONF, out, manifest).block(0, 0).get(0);
    assertThat(stored.box()).isEmpty();
    assertThat(stored.image().encoding()).isEqualTo(ImageEncoding.JPEG);
    assertThat(stored.image().shape()).isEqualTo(new ImageShape(3, 74, 160));
    assertIsBlue(batch(new ImageResizer(74), CropKind.CENTRE));
  }

  private MiniBatch batch(ImageResizer resizer, CropKind crop) throws IOException {
    var out = path(Files.createTempDirectory(directory, "shards").resolve("out"));
    ShardPlan shards = ShardPlan.of(open(true), 1).resizing(resizer);
    Manifest manifest = PublishedShards.write(CONF, shards, out);
    Preprocessing preprocessing =
        new Preprocessing(
            Framing.stretching(new ImageSize(8, 10)),
            new Augmentation(crop, 0, true),
            new Normalisation(new float[3], new float[] {1, 1, 1}));
    BatchLoader loader = new BatchLoader(new ShardReader(CONF, out, manifest), preprocessing);
    return loader.load(EpochPlan.training(manifest, Selection.ALL, 1, 0, 1, 1), 0, 0);
  }

  private static void assertIsBlue(MiniBatch batch) {
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 10; x++) {
        assertThat(batch.images().getFloat(0, y, x, 0)).isLessThan(0.02f);
        assertThat(batch.images().getFloat(0, y, x, 2)).isGreaterThan(0.98f);
      }
    }
  }

  private DatasetSource open(boolean cropToBox) throws IOException {
    DatasetOptions options =
        new DatasetOptions(Optional.empty(), Optional.empty(), Optional.empty(), cropToBox);
    return DatasetFormat.COMPCARS.open(CONF, path(directory), options, PartLister.here(CONF));
  }

  private void label(String text) {
    writeText(directory, "label/" + TRAIN + ".txt", text);
  }

  private Region box() throws IOException {
    return readAll(open(true), Split.TRAIN).get(0).box().orElseThrow();
  }

  private void rejects(String label, String reason) {
    label(label);
    rejectsWith(reason);
  }

  private void rejectsWith(String reason) {
    assertThatThrownBy(this::box)
        .isInstanceOfSatisfying(
            RejectedRecordException.class,
            e -> {
              assertThat(e.rejected().id()).isEqualTo("image/" + TRAIN + ".jpg");
              assertThat(e.rejected().reason()).contains(TRAIN + ".txt", reason);
            });
  }

  private static byte[] photograph() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D paint = image.createGraphics();
    paint.setColor(Color.RED);
    paint.fillRect(0, 0, WIDTH, HEIGHT);
    paint.setColor(Color.BLUE);
    paint.fillRect(BOX.left(), BOX.top(), BOX.width(), BOX.height());
    paint.dispose();
    return png(image, false);
  }
}
