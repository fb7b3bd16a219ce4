package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.abn.data.InvalidDataException;
import org.abn.data.record.LabelNames;
import org.abn.spark.action.ReproduceAction.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paper's figures of tiny networks that take the places of the paper's. */
@Tag("spark")
class ReproducedFiguresTest {

  /** By configuration; a CIFAR ResNet is the network of a class activation map too. */
  private static final Map<String, String> NETWORKS =
      Map.of(
          "imagenet/imagenet-resnet152", "resnet8",
          "imagenet/cam-resnet152", "resnet8",
          "imagenet/abn-imagenet-resnet152", "abn-resnet8",
          "compcars/imagenet-resnet101", "resnet8",
          "compcars/abn-imagenet-resnet101", "abn-resnet8",
          "compcars-maker/abn-imagenet-resnet101", "abn-resnet8",
          "celeba/abn-multitask-resnet101", "abn-multitask-resnet18");

  private static final LabelNames CLASSES = LabelNames.ofClasses(List.of("dark", "red"));
  private static final LabelNames MAKERS = LabelNames.ofClasses(List.of("Audi", "BWM"));

  /** Makers' shards lack so many of the models' test images. */
  private static final int LACKING = 4;

  private static final int TITLE = 18;
  private static final int CELL = 224 + 12;

  @TempDir private static Path folder;
  private static Path data;

  @BeforeAll
  static void prepare() throws IOException {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("abn.home", folder.toString());
    for (Map.Entry<String, String> conf : NETWORKS.entrySet()) {
      Path file = folder.resolve("conf/" + conf.getKey() + ".conf");
      Files.createDirectories(file.getParent());
      Files.writeString(file, conf(conf.getValue()));
    }
    data = folder.resolve("data");
    TinyAttributes.write("imagenet", CLASSES, 0, data.resolve("imagenet"));
    TinyAttributes.write("compcars", CLASSES, 0, data.resolve("compcars"));
    TinyAttributes.write("compcars", MAKERS, LACKING, data.resolve("compcars-maker"));
    LabelNames attributes = LabelNames.ofAttributes(TinyAttributes.NAMES);
    TinyAttributes.write("celeba", attributes, 0, data.resolve("celeba"));
  }

  private static String conf(String network) {
    return """
    network { name = %s, any-image-size = true }
    data {
      uri = nowhere
      normalisation { mean = [0.5, 0.5, 0.5], std = [0.25, 0.25, 0.25] }
      augmentation { padding = 0, mirror = false }
    }
    run.dir = runs
    train {
      epochs = 2, batch-size = 8, workers = 1, averaging-frequency = 4, threads-per-worker = 1
      learning-rate { initial = 0.05, factor = 0.1, drops = [1] }
      momentum = 0.9, weight-decay = 1e-4, seed = 1
    }
    """
        .formatted(network);
  }

  @AfterAll
  static void clear() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
    System.clearProperty("abn.home");
  }

  private static Outcome draw(int figure, String out, Map<String, String> more) throws IOException {
    return run(TableRows.ofFigure(figure), out, more, Instant.MAX);
  }

  private static Outcome run(TableRows asked, String out, Map<String, String> more, Instant until)
      throws IOException {
    Map<String, String> settings = new TreeMap<>(Map.of("data.uri", data.toString()));
    settings.putAll(more);
    var reproduction = new Reproduction(asked, 1, settings, folder.resolve(out).toString());
    return new ReproduceAction(reproduction, until, Throwable::getMessage).run();
  }

  private static BufferedImage picture(String out, int figure) throws IOException {
    return ImageIO.read(file(out, figure, "png").toFile());
  }

  private static JsonNode json(String out, int figure) throws IOException {
    return new ObjectMapper().readTree(file(out, figure, "json").toFile());
  }

  private static Path file(String out, int figure, String ending) {
    return folder.resolve(out + "/figures/figure-" + figure + "." + ending);
  }

  private static Path runRecord(String out, String conf) {
    return folder.resolve(out + "/runs/" + conf + "/seed-1/run.json");
  }

  private static String report(String out) throws IOException {
    return Files.readString(folder.resolve(out + "/report.html"));
  }

  @Test
  void showsMapsOfThreeNetworksAndTrainsNoneAgain() throws IOException {
    assertThat(draw(4, "four", Map.of())).isEqualTo(Outcome.DONE);
    BufferedImage picture = picture("four", 4);
    assertThat(picture.getWidth()).isEqualTo(6 * CELL);
    // The images are evenly spread: the second is number 2, greenish and neither red nor blue.
    Color mean = mean(picture, CELL, TITLE, 224);
    assertThat(mean.getGreen())
        .isGreaterThan(mean.getRed() + 40)
        .isGreaterThan(mean.getBlue() + 40);
    JsonNode record = json("four", 4);
    assertThat(record.get("notes").get(0).asText())
        .isEqualTo("6 test images, evenly spread over 12.");
    assertThat(record.get("runs")).hasSize(3);
    assertThat(record.get("runs").get(1).get("conf").asText()).isEqualTo("imagenet/cam-resnet152");
    assertThat(record.get("runs").get(1).get("epochs").asInt()).isEqualTo(2);
    assertThat(record.get("marks").get(0).asText())
        .isEqualTo("A part of imagenet: 44 of the 1,281,167 training images.");

    byte[] before = Files.readAllBytes(runRecord("four", "imagenet/cam-resnet152"));
    Files.delete(file("four", 4, "png"));
    Files.writeString(file("four", 7, "json"), "{"); // is passed over
    assertThat(draw(4, "four", Map.of())).isEqualTo(Outcome.DONE);
    assertThat(file("four", 4, "png")).exists();
    assertThat(runRecord("four", "imagenet/cam-resnet152")).hasBinaryContent(before);
    assertThat(report("four")).contains("Figure 4. Grad-CAM").doesNotContain("Figure 7.");
    assertThat(folder.resolve("four/tables/table-2.csv")).content().contains("cam-resnet152");
  }

  @Test
  void showsTheSameCarsByMakersAndByModels() throws IOException {
    assertThat(draw(5, "five", Map.of("train.epochs", "1"))).isEqualTo(Outcome.DONE);
    JsonNode record = json("five", 5);
    assertThat(record.get("notes").get(0).asText())
        .as("those that only one has do not count")
        .isEqualTo("6 test images, evenly spread over 8.");
    assertThat(record.get("marks").get(0).asText())
        .isEqualTo("Shortened: 1 of the recipe's 2 epochs.");
    BufferedImage picture = picture("five", 5);
    assertThat(picture.getWidth()).isEqualTo(6 * CELL);
    // The first that both have is number 4, which is blue.
    Color mean = mean(picture, 0, TITLE, 224);
    assertThat(mean.getBlue())
        .isGreaterThan(mean.getRed() + 40)
        .isGreaterThan(mean.getGreen() + 40);
    assertThat(report("five"))
        .contains("Figure 5 is a rehearsal", "Shortened: 1 of the recipe", "Figure 5. Attention");
  }

  @Test
  void drawsFeaturesBeforeAndAfterTheAttentionMechanism() throws IOException {
    assertThat(draw(6, "six", Map.of("data.limit", "10"))).isEqualTo(Outcome.DONE);
    List<String> rows = Files.readAllLines(file("six", 6, "csv"));
    assertThat(rows).hasSize(1 + 3 * 10);
    assertThat(rows.get(0)).isEqualTo("image,label,network,x,y");
    assertThat(rows.get(1)).matches("test/0000\\.jpg,dark,ResNet101,-?[\\d.]+,-?[\\d.]+");
    assertThat(rows.get(11)).startsWith("test/0000.jpg,dark,ABN before the attention mechanism,");
    assertThat(rows.get(21)).startsWith("test/0000.jpg,dark,ABN after the attention mechanism,");
    assertThat(places(rows, 11)).isNotEqualTo(places(rows, 21));
    String notes = json("six", 6).get("notes").toString();
    assertThat(notes)
        .contains("over 10 test images, coloured by their 2 true classes", "perplexity 3.00")
        .contains("ABN after the attention mechanism: KL divergence ");
    BufferedImage picture = picture("six", 6);
    assertThat(picture.getWidth()).isEqualTo(40 + 3 * 940);
    assertThat(report("six")).contains("Figure 6. Features", "at most 10 training");
  }

  private static List<String> places(List<String> rows, int from) {
    return rows.subList(from, from + 10).stream()
        .map(row -> row.replaceFirst("^[^,]*,[^,]*,[^,]*,", ""))
        .toList();
  }

  @Test
  void showsAMapAnAttribute() throws IOException {
    Map<String, String> brief = Map.of("train.epochs", "1", "data.limit", "8");
    assertThat(draw(7, "seven", brief)).isEqualTo(Outcome.DONE);
    BufferedImage picture = picture("seven", 7);
    assertThat(picture.getWidth()).as("image and three maps, two a row").isEqualTo(2 * CELL + 12);
    JsonNode record = json("seven", 7);
    assertThat(record.get("notes").get(0).asText())
        .isEqualTo("2 test images, evenly spread over 8.");
    assertThat(folder.resolve("seven/tables/table-4.md")).exists();
  }

  @Test
  void stopsInTimeAndSaysThatThereIsMoreToDo() throws IOException {
    TableRows asked = TableRows.ofFigure(4);
    Map<String, String> brief = Map.of("train.epochs", "1", "data.limit", "8");
    assertThat(run(asked, "late", brief, Instant.now())).isEqualTo(Outcome.UNFINISHED);
    assertThat(folder.resolve("late/runs")).doesNotExist();

    assertThat(run(asked, "late", brief, Instant.MAX)).isEqualTo(Outcome.DONE);
    byte[] drawn = Files.readAllBytes(file("late", 4, "png"));
    assertThat(run(asked, "late", brief, Instant.now())).isEqualTo(Outcome.UNFINISHED);
    assertThat(file("late", 4, "png")).hasBinaryContent(drawn);
    assertThat(report("late")).as("of the night before").contains("Figure 4. Grad-CAM");
  }

  /** A figure of a rehearsal must not pass for one of the whole. */
  @Test
  void doesNotDrawRunsOfOtherSettings() throws IOException {
    Map<String, String> settings = Map.of("train.epochs", "1", "data.limit", "8");
    assertThat(draw(4, "other", settings)).isEqualTo(Outcome.DONE);
    Files.delete(file("other", 4, "png"));
    assertThat(draw(4, "other", Map.of("train.epochs", "1"))).isEqualTo(Outcome.FAILED);
    assertThat(file("other", 4, "png")).doesNotExist();
    assertThat(report("other")).contains("data.limit is not set here, 8 there");
  }

  @Test
  void needsShardsForAllOfItsNetworks() throws IOException {
    Path models = folder.resolve("models/compcars");
    TinyAttributes.write("compcars", CLASSES, 0, models);
    String uri = models.getParent().toString();
    assertThatThrownBy(() -> draw(5, "lacking", Map.of("data.uri", uri)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "figure 5: no shards to train compcars-maker/abn-imagenet-resnet101 on; expected them"
                + " in %s/compcars-maker (-D data.uri=...)",
            uri);
    assertThat(folder.resolve("lacking")).doesNotExist();
  }

  @Test
  void needsImagesThatMakersAndModelsHaveInCommon() throws IOException {
    Path places = folder.resolve("disjoint");
    TinyAttributes.write("compcars", CLASSES, 0, places.resolve("compcars"));
    TinyAttributes.write("compcars", MAKERS, 11, places.resolve("compcars-maker"));
    Map<String, String> few =
        Map.of("data.uri", places.toString(), "data.limit", "8", "train.epochs", "1");
    assertThatThrownBy(() -> draw(5, "disjoint-out", few))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("no test image is in both, by the records' ids");
  }

  private static Color mean(BufferedImage picture, int left, int top, int side) {
    int[] pixels = picture.getRGB(left, top, side, side, null, 0, side);
    int[] sums =
        IntStream.of(16, 8, 0)
            .map(shift -> IntStream.of(pixels).map(pixel -> pixel >> shift & 0xff).sum())
            .map(sum -> sum / pixels.length)
            .toArray();
    return new Color(sums[0], sums[1], sums[2]);
  }
}
