package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.abn.spark.LocalCluster;
import org.abn.spark.LocalCluster.Outcome;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

@Tag("spark")
class ExplainCommandTest extends ExplainFixture {

  @Test
  void writesAMapAndAPictureAnImageAndMethodWithScoresThatEvaluationGives() throws IOException {
    assertThat(explain("data", "-D", "data.limit=20", "--method", "attention,grad-cam,cam"))
        .as(err.toString())
        .isEqualTo(ExitStatus.DONE);
    for (String method : List.of("attention", "grad-cam", "cam")) {
      assertThat(files(method, ".npy")).hasSize(20);
      assertThat(files(method, ".png")).hasSize(20);
    }
    assertThat(npy("attention/" + ID).shape()).containsExactly(16, 16);
    assertThat(npy("grad-cam/" + ID).shape()).containsExactly(8, 8);
    BufferedImage picture = ImageIO.read(maps().resolve("attention/" + ID + ".png").toFile());
    assertThat(picture.getWidth()).isGreaterThan(300);

    String predictions = place.resolve("predictions.csv").toString();
    evaluate("run", "-D", "data.limit=20", "--predictions", predictions);
    List<CSVRecord> due = csv(place.resolve("predictions.csv"));
    List<CSVRecord> rows = csv(maps().resolve("explanations.csv"));
    assertThat(rows).hasSize(20);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).get("image")).isEqualTo(due.get(i).get("id"));
      assertThat(rows.get(i).get("label")).isEqualTo(due.get(i).get("label"));
      assertThat(rows.get(i).get("predicted")).isEqualTo(due.get(i).get("top1"));
      assertThat(rows.get(i).get("explained")).isEqualTo(due.get(i).get("top1"));
      assertThat(Double.parseDouble(rows.get(i).get("score")))
          .isCloseTo(Double.parseDouble(due.get(i).get("top1_score")), within(1e-5));
    }
    CSVRecord first = rows.get(0);
    INDArray map = npy("attention/" + ID);
    assertThat(Float.parseFloat(first.get("attention_least")))
        .isEqualTo(map.minNumber().floatValue());
    assertThat(Float.parseFloat(first.get("attention_greatest")))
        .isEqualTo(map.maxNumber().floatValue());
    assertThat(first.get("attention_predicted")).isNotBlank();
    JsonNode summary = new ObjectMapper().readTree(maps().resolve("explanation.json").toFile());
    assertThat(summary.required("images").required("explained").asInt()).isEqualTo(20);
    assertThat(summary.required("checkpoint").required("epoch").asInt()).isEqualTo(2);
  }

  @Test
  void explainsImageFilesAndListsThoseThatCannotBeRead() throws IOException {
    assertThat(explain(pictures.toString())).as(err.toString()).isEqualTo(ExitStatus.DONE);
    assertThat(csv(maps().resolve("explanations.csv")))
        .extracting(row -> row.get("image") + " " + row.get("label"))
        .containsExactly(
            "4.png ", "cat/1.png cat", "cat/2.png cat", "dog/3.png dog", "others/5.png ");
    assertThat(csv(maps().resolve("rejected.csv")))
        .extracting(row -> row.get("image"))
        .containsExactly("dog/film.gif", "dog/broken.png");
    assertThat(files("attention", ".npy")).hasSize(5);
    assertThat(out.toString())
        .contains("explained 5 images", "left out 2 that cannot be read", "rejected.csv");
  }

  @Test
  void writesTheSameOnAnyClusterAndFromItsRunDirectory() throws IOException {
    System.setProperty("spark.master", "local[1]");
    explain("data", "-D", "data.limit=25", "-D", "train.batch-size=4", "--method", "grad-cam");
    TreeMap<String, List<Byte>> first = content();
    System.setProperty("spark.master", "local[4]");
    assertThat(run(fromItsRunDirectory("again"))).as(err.toString()).isEqualTo(ExitStatus.DONE);
    assertThat(content(place.resolve("again"))).isEqualTo(first).hasSizeGreaterThan(50);
  }

  private String[] fromItsRunDirectory(String out) {
    return new String[] {
      "explain",
      conf(),
      "-D",
      NOWHERE,
      "-D",
      "run.dir=" + path("run"),
      "-D",
      "data.limit=25",
      "-D",
      "train.batch-size=4",
      "--method",
      "grad-cam",
      "--images",
      path("data"),
      "--out",
      place.resolve(out).toString()
    };
  }

  @Test
  @Tag("cluster")
  void writesTheSameFromExecutorsOfTheirOwn() throws Exception {
    explain("data", "-D", "data.limit=25", "-D", "train.batch-size=4", "--method", "grad-cam");
    Path cluster = Files.createDirectories(place.resolve("cluster"));
    Outcome outcome =
        new LocalCluster(cluster)
            .run("local-cluster[2,1,1024]", List.of(), fromItsRunDirectory("there"));
    assertThat(outcome.status()).as(outcome.text()).isZero();
    assertThat(content(place.resolve("there"))).isEqualTo(content()).hasSizeGreaterThan(50);
  }

  @Test
  void explainsTheClassesThatAreNamed() throws IOException {
    assertThat(
            explain(
                "data",
                "-D",
                "data.limit=2",
                "--method",
                "grad-cam",
                "--class",
                "dog",
                "--class",
                "ship",
                "--colours",
                "viridis"))
        .as(err.toString())
        .isEqualTo(ExitStatus.DONE);
    assertThat(csv(maps().resolve("explanations.csv")))
        .extracting(row -> row.get("explained"))
        .containsExactly("dog", "ship", "dog", "ship");
    assertThat(npy("grad-cam/" + ID).shape()).containsExactly(2, 8, 8);
  }

  @Test
  void writesMapsAloneIntoAFileABatchAsTheTableSays() throws IOException {
    explain(pictures.toString(), "-D", "train.batch-size=2");
    Map<String, INDArray> maps = new TreeMap<>();
    for (CSVRecord row : csv(maps().resolve("explanations.csv"))) {
      assertThat(row.get("maps")).isEqualTo(row.get("image") + ".npy");
      assertThat(row.get("row")).isEmpty();
      maps.put(row.get("image"), npy("attention/" + row.get("image")));
    }
    List<String> words = List.of("-D", "train.batch-size=2", "--no-pictures");
    explain(pictures.toString(), "together", words);
    Path together = place.resolve("together");
    List<CSVRecord> rows = csv(together.resolve("explanations.csv"));
    assertThat(rows).extracting(row -> row.get("image")).containsExactlyElementsOf(maps.keySet());
    for (CSVRecord row : rows) {
      INDArray batch = npy(together.resolve("attention").resolve(row.get("maps")));
      assertThat(batch.slice(Integer.parseInt(row.get("row"))))
          .isEqualTo(maps.get(row.get("image")));
    }
    assertThat(together.resolve("attention").toFile().list())
        .containsOnly(rows.stream().map(row -> row.get("maps")).toArray(String[]::new));
  }

  @Test
  void writesTheSameFilesOfBatchesOnAnyCluster() throws IOException {
    List<String> words =
        List.of("-D", "data.limit=25", "-D", "train.batch-size=4", "--no-pictures");
    System.setProperty("spark.master", "local[1]");
    explain(path("data"), "maps", words);
    System.setProperty("spark.master", "local[4]");
    explain(path("data"), "again", words);
    assertThat(files("attention", ".npy")).hasSize(7);
    assertThat(content(place.resolve("again"))).isEqualTo(content());
  }

  @Test
  void measuresHowGoodTheMapsAre() throws IOException {
    String other = path("run/checkpoints/epoch-0001");
    assertThat(
            explain(
                "data",
                "-D",
                "data.limit=3",
                "--no-pictures",
                "--method",
                "attention,grad-cam",
                "--measure",
                "--others",
                other))
        .as(err.toString())
        .isEqualTo(ExitStatus.DONE);
    String text = Files.readString(maps().resolve("measures.md"));
    assertThat(text)
        .contains("| deletion | insertion | road | stability | sanity |")
        .contains("| attention |", "| grad-cam |", "| random |", "| centre |")
        .contains("32 a step in 32 steps", "sigma 5", "percentiles 10 to 90", "2,000 drawings");
    List<CSVRecord> images = csv(maps().resolve("measured-images.csv"));
    assertThat(images).hasSize(3 * 4);
    for (CSVRecord row : images) {
      assertThat(Double.parseDouble(row.get("deletion"))).isBetween(0.0, 1.0);
      assertThat(Double.parseDouble(row.get("insertion"))).isBetween(0.0, 1.0);
      boolean isControl = List.of("random", "centre").contains(row.get("method"));
      assertThat(row.get("sanity").isEmpty()).isEqualTo(isControl);
    }
    List<CSVRecord> figures = csv(maps().resolve("measures.csv"));
    CSVRecord deletion = figures.get(0);
    double mean =
        images.stream()
            .filter(row -> row.get("method").equals(deletion.get("method")))
            .mapToDouble(row -> Double.parseDouble(row.get("deletion")))
            .average()
            .orElseThrow();
    assertThat(Double.parseDouble(deletion.get("mean"))).isCloseTo(mean, within(1e-5));
    assertThat(deletion.get("images")).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--class  | whale | --class must name one of the network's 10 classes, such as airplane,"
            + " cannot be: whale",
        "--method | lime  | expected one of attention, cam, grad-cam but was 'lime'",
        "--colours| pink  | expected one of turbo, viridis, jet, authors but was 'pink'",
        "--others | /x    | --others needs --measure"
      })
  void refusesWhatItDoesNotKnow(String option, String value, String message) {
    assertThat(explain("data", option, value)).isEqualTo(ExitStatus.INPUT);
    assertError(message);
  }

  @Test
  void refusesPlacesThatAreTakenOrHoldNoImage() throws IOException {
    Files.createDirectories(maps());
    Files.writeString(maps().resolve("mine.txt"), "precious");
    assertThat(explain("data")).isEqualTo(ExitStatus.INPUT);
    assertError("already holds mine.txt, choose another --out");
    assertThat(maps().resolve("mine.txt")).hasContent("precious");

    Path empty = Files.createDirectory(place.resolve("empty"));
    assertThat(explain(empty.toString(), "x", List.of())).isEqualTo(ExitStatus.INPUT);
    assertError("empty: holds no image, expected .jpg, .jpeg or .png files, or shards");
    Files.writeString(empty.resolve("a.jpg"), "no image");
    assertThat(explain(empty.toString(), "x", List.of())).isEqualTo(ExitStatus.INPUT);
    assertError("none of 1 images can be read; the first is a.jpg: is neither JPEG nor PNG");

    assertThat(place.resolve("x")).doesNotExist();
    assertThat(place.resolve(".x.writing")).doesNotExist();
  }

  @Test
  void refusesMapsThatABaselineHasNot() throws IOException {
    Path baseline = folder.resolve("baseline.conf");
    Files.writeString(
        baseline, Files.readString(folder.resolve("tiny.conf")).replace("abn-resnet8", "resnet8"));
    String run = path("baseline");
    AbnCommand.run(
        "train", baseline.toString(), "-D", data(), "-D", "run.dir=" + run, "-D", "train.epochs=1");
    String[] words = {
      "explain",
      baseline.toString(),
      "-D",
      NOWHERE,
      "-D",
      "run.dir=" + run,
      "-D",
      "data.limit=2",
      "--images",
      path("data"),
      "--out",
      maps().toString()
    };
    assertThat(run(with(words, "--method", "attention"))).isEqualTo(ExitStatus.INPUT);
    assertError("has no attention maps: the network has no attention branch; use grad-cam");
    assertThat(run(words)).as(err.toString()).isEqualTo(ExitStatus.DONE);
    assertThat(files("grad-cam", ".npy")).hasSize(2);
    assertThat(csv(maps().resolve("explanations.csv")).get(0).get("attention_score")).isEmpty();
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  private TreeMap<String, List<Byte>> content() throws IOException {
    return content(maps());
  }

  /** Of all files but the one that says when. */
  private static TreeMap<String, List<Byte>> content(Path directory) throws IOException {
    TreeMap<String, List<Byte>> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString();
        if (!name.matches("explanation\\.json|report\\.html")) {
          List<Byte> bytes = new ArrayList<>();
          for (byte value : Files.readAllBytes(file)) {
            bytes.add(value);
          }
          content.put(name, bytes);
        }
      }
    }
    return content;
  }
}
