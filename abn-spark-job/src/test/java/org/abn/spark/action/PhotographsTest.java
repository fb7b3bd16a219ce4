package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.abn.data.InvalidDataException;
import org.abn.data.format.DatasetOptions;
import org.abn.data.image.ImageResizer;
import org.abn.data.record.ImageRecord;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.ShardReader;
import org.abn.model.InputShape;
import org.abn.model.parts.Role;
import org.abn.model.saved.Provenance;
import org.abn.model.saved.Provenance.Data;
import org.abn.model.saved.Provenance.Pixels;
import org.abn.model.saved.SavedNetwork;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.experiment.InvalidConfigurationException;
import org.abn.spark.results.SavedModel;
import org.abn.spark.training.ModelState;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Photographs of differing sizes are sharded as they are, and decoded while they are trained on.
 */
@Tag("spark")
class PhotographsTest {
  private static final int TRAIN = 20;

  @TempDir private static Path folder;
  private static JavaSparkContext spark;
  private static Manifest manifest;

  @BeforeAll
  static void shard() throws IOException {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    for (String name : new String[] {"red", "blue"}) {
      for (int i = 0; i < TRAIN / 2; i++) {
        photograph("train/" + name, i);
      }
      photograph("test/" + name, 0);
    }
    spark = SparkContexts.start("photographs");
    String out = folder.resolve("shards").toString();
    manifest =
        new ShardAction("folder", folder.resolve("photographs").toString(), out, 1).run(spark);
  }

  @AfterAll
  static void stop() {
    spark.close();
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
  }

  @Test
  void areDecodedAndAugmentedInTraining() throws IOException {
    String augmentation = "augmentation { crop = random-resized, mirror = true }";
    ComputationGraph network = train("one", "image { size = [32, 32], resize = 36 }", augmentation);
    ComputationGraph again = train("two", "image { size = [32, 32], resize = 36 }", augmentation);
    assertThat(ModelState.of(network).parameters()).isEqualTo(ModelState.of(again).parameters());
    assertThat(folder.resolve("one/attention/overview.png")).isNotEmptyFile();
  }

  @Test
  void areResizedByTheTasksThatWriteThem() throws IOException {
    ImageResizer resizer = new ImageResizer(32);
    ShardSettings settings = new ShardSettings(1, resizer, 0);
    Path out = folder.resolve("resized");
    ShardAction action =
        new ShardAction(
            "folder",
            folder.resolve("photographs").toString(),
            out.toString(),
            DatasetOptions.NONE,
            settings);
    Manifest resized = action.run(spark);
    assertThat(resized.shortSide()).isEqualTo(32);
    assertThat(resized.splits()).isEqualTo(manifest.splits());
    var there = new org.apache.hadoop.fs.Path(folder.resolve("shards").toUri());
    var here = new org.apache.hadoop.fs.Path(out.toUri());
    List<ImageRecord> published = new ShardReader(new Configuration(), there, manifest).block(0, 0);
    List<ImageRecord> stored = new ShardReader(new Configuration(), here, resized).block(0, 0);
    assertThat(stored).isEqualTo(published.stream().map(resizer::apply).toList());
    assertThat(stored).isNotEqualTo(published);
  }

  @Test
  void needASizeForTheNetwork() {
    assertThatThrownBy(() -> train("none", "", "augmentation { mirror = true }"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("the images of folder are of " + manifest.sizes())
        .hasMessageContaining("set data.image.size");
  }

  @Test
  void needNoSizeWhereAllHaveOne() throws IOException {
    assertThat(manifest.sizes().areOne()).isFalse();
    for (String split : new String[] {"train", "test"}) {
      Path cat = Files.createDirectories(folder.resolve("squares/" + split + "/cat"));
      for (int i = 0; i < 8; i++) {
        BufferedImage square = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        square.setRGB(i, i, 0xFFFFFF);
        ImageIO.write(square, "png", cat.resolve(i + ".png").toFile());
      }
    }
    String shards = folder.resolve("square-shards").toString();
    new ShardAction("folder", folder.resolve("squares").toString(), shards, 1).run(spark);
    Path conf = configuration("", "augmentation { mirror = true }");
    String run = folder.resolve("square").toString();
    Experiment experiment =
        Experiment.load(conf.toString(), Map.of("data.uri", shards, "run.dir", run));
    TrainingRun.prepare(new Configuration(), experiment).train(spark, new Termination());
    assertThat(folder.resolve("square/checkpoints/latest")).isNotEmptyFile();
  }

  @Test
  void areRefusedByATableForOthersUnlessItIsMeant() throws IOException {
    Map<String, String> imageNets = Map.of("network.name", "resnet18");
    assertThatThrownBy(() -> prepare("small", imageNets))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageEndingWith(
            "network.name: resnet18 is built from a table for images of about 224x224, and these"
                + " are 32x32: resnet20 was probably meant; network.any-image-size = true trains"
                + " it all the same");
    assertThat(folder.resolve("small")).doesNotExist();
    Map<String, String> meant = new HashMap<>(imageNets);
    meant.put("network.any-image-size", "true");
    prepare("meant", meant);
    assertThat(folder.resolve("meant/run.json")).isNotEmptyFile();
  }

  /** The model says what it is, what it was trained on, and how images become its input. */
  @Test
  void areSaidInTheModel() throws IOException {
    train("said", "image { size = [32, 32], resize = 36 }", "augmentation { mirror = false }");
    var file = new org.apache.hadoop.fs.Path(folder.resolve("said").toUri());
    SavedNetwork saved =
        SavedModel.read(
            new Configuration(),
            new org.apache.hadoop.fs.Path(file, "checkpoints/epoch-0002/model.zip"));
    Provenance from = saved.requireCard().provenance();
    assertThat(from.network()).isEqualTo("abn-resnet8");
    assertThat(from.input()).isEqualTo(new InputShape(32, 32, 3));
    assertThat(from.answers()).isEqualTo(2);
    List<Float> half = List.of(0.5f, 0.5f, 0.5f);
    List<Float> quarter = List.of(0.25f, 0.25f, 0.25f);
    assertThat(from.data())
        .contains(
            new Data(
                List.of("blue", "red"),
                new Pixels(List.of(36), half, quarter),
                manifest.checksum()));
    assertThat(saved.model().parts().vertex(Role.ATTENTION_MAP)).contains("attention_branch/map");
  }

  private static TrainingRun prepare(String run, Map<String, String> overrides) throws IOException {
    Map<String, String> all = new HashMap<>(overrides);
    all.put("data.uri", folder.resolve("shards").toString());
    all.put("run.dir", folder.resolve(run).toString());
    Path conf = configuration("image { size = [32, 32] }", "augmentation { mirror = true }");
    return TrainingRun.prepare(new Configuration(), Experiment.load(conf.toString(), all));
  }

  private static ComputationGraph train(String run, String image, String augmentation)
      throws IOException {
    assertThat(manifest.image().known()).isFalse();
    Path conf = configuration(image, augmentation);
    Experiment experiment =
        Experiment.load(
            conf.toString(),
            Map.of(
                "data.uri", folder.resolve("shards").toString(),
                "run.dir", folder.resolve(run).toString()));
    return TrainingRun.prepare(new Configuration(), experiment)
        .train(spark, new Termination())
        .graph();
  }

  private static Path configuration(String image, String augmentation) throws IOException {
    Path conf = folder.resolve("photographs.conf");
    Files.writeString(
        conf,
        """
        network.name = abn-resnet8
        data {
          normalisation { mean = [0.5, 0.5, 0.5], std = [0.25, 0.25, 0.25] }
          %s
          %s
        }
        train {
          epochs = 2, batch-size = 4, workers = 2, averaging-frequency = 1, threads-per-worker = 1
          learning-rate { initial = 0.05, factor = 0.1, drops = [2] }
          momentum = 0.9, weight-decay = 1e-4, seed = 5
        }
        """
            .formatted(image, augmentation));
    return conf;
  }

  private static void photograph(String directory, int number) throws IOException {
    int width = 60 + 7 * number;
    int height = 90 - 5 * number;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D paint = image.createGraphics();
    paint.setColor(directory.endsWith("red") ? Color.RED : Color.BLUE);
    paint.fillOval(number, number, width / 2, height / 2);
    paint.dispose();
    Path path = folder.resolve("photographs").resolve(directory);
    Files.createDirectories(path);
    ImageIO.write(image, "jpeg", path.resolve(number + ".jpg").toFile());
  }
}
