package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Tag("spark")
class ExplainCommandTest extends EvaluationFixture {

  /** The checkpoint says what its network answers; nobody has to have the shards. */
  private static final String NOWHERE = "data.uri=/nowhere";

  private static final String ID = "test_batch.bin/0";

  @TempDir static Path pictures;
  @TempDir Path place;

  /** Of two classes, some of none, and some that are no images. */
  @BeforeAll
  static void writeImages() throws IOException {
    String[] names = {"cat/1.png", "cat/2.png", "dog/3.png", "4.png", "others/5.png"};
    for (int i = 0; i < names.length; i++) {
      writePng(pictures.resolve(names[i]), 40 + i, 32, new Random(i));
    }
    Files.writeString(pictures.resolve("dog/broken.png"), "no image");
    Files.writeString(pictures.resolve("dog/film.gif"), "GIF89a");
    Files.writeString(pictures.resolve("readme.txt"), "not counted");
  }

  private static void writePng(Path file, int width, int height, Random random) throws IOException {
    Files.createDirectories(file.getParent());
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt(1 << 24));
    }
    ImageIO.write(image, "png", file.toFile());
  }

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
    assertThat(
            run(
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
                place.resolve("again").toString()))
        .as(err.toString())
        .isEqualTo(ExitStatus.DONE);
    assertThat(content(place.resolve("again"))).isEqualTo(first).hasSizeGreaterThan(50);
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
  void writesMapsAlone() throws IOException {
    explain("data", "-D", "data.limit=3", "--no-pictures");
    assertThat(files("attention", ".npy")).hasSize(3);
    assertThat(files("attention", ".png")).isEmpty();
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

  @Test
  void tellsWhatAnotherMapWouldChange() throws IOException {
    explain("data", "-D", "data.limit=1");
    Path image = pictures.resolve("cat/1.png");
    assertThat(explain(image.toString(), "again", List.of())).isEqualTo(ExitStatus.DONE);
    Path own = place.resolve("again/attention/1.png.npy");
    assertThat(whatIf(image, own, "own")).as(err.toString()).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString().lines().reduce((a, b) -> b).orElseThrow())
        .matches("1\\.png: \\w+ (0\\.\\d\\d) -> \\1");

    Path zeros = place.resolve("zeros.npy");
    Files.write(zeros, Nd4j.toNpyByteArray(Nd4j.zeros(16, 16)));
    assertThat(whatIf(image, zeros, "none")).as(err.toString()).isEqualTo(ExitStatus.DONE);
    List<CSVRecord> changes = csv(place.resolve("none/what-if.csv"));
    assertThat(changes).hasSize(10);
    assertThat(changes).anyMatch(row -> !row.get("score").equals(row.get("score_with_given_map")));
    for (String name : List.of("attention/1.png.png", "given/1.png.png", "given/1.png.npy")) {
      assertThat(place.resolve("none").resolve(name)).isNotEmptyFile();
    }
    assertThat(whatIf(image, grey(0, 16), "map-sized")).isEqualTo(ExitStatus.DONE);
    assertThat(csv(place.resolve("map-sized/what-if.csv")).toString())
        .isEqualTo(changes.toString());
    assertThat(whatIf(image, grey(0, 32), "image-sized")).isEqualTo(ExitStatus.DONE);
    assertThat(csv(place.resolve("image-sized/what-if.csv")).toString())
        .isEqualTo(changes.toString());
  }

  private Path grey(int value, int side) throws IOException {
    var image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < side * side; i++) {
      image.getRaster().setSample(i % side, i / side, 0, value);
    }
    Path file = place.resolve(side + ".png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private int whatIf(Path image, Path map, String target) {
    return explain(image.toString(), target, List.of("--map", map.toString()));
  }

  @Test
  void refusesAMapOfAnotherShapeAndAnythingElseThatIsNoMap() throws IOException {
    Path image = pictures.resolve("cat/1.png");
    Path small = place.resolve("small.npy");
    Files.write(small, Nd4j.toNpyByteArray(Nd4j.zeros(5, 7)));
    assertThat(whatIf(image, small, "x")).isEqualTo(ExitStatus.INPUT);
    assertError("small.npy: is a map of [5, 7], expected the network's [16, 16]");
    assertThat(whatIf(image, grey(9, 20), "x")).isEqualTo(ExitStatus.INPUT);
    assertError("20.png: is of 20x20 pixels (height x width), expected the map's 16x16");
    assertThat(whatIf(image, pictures.resolve("readme.txt"), "x")).isEqualTo(ExitStatus.INPUT);
    assertError("is neither JPEG nor PNG by its first bytes, expected a map as .npy");
    assertThat(whatIf(pictures, small, "x")).isEqualTo(ExitStatus.INPUT);
    assertError("holds 6 images, expected one with --map");
    assertThat(place.resolve("x")).doesNotExist();
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

  private int explain(String images, String... more) {
    String uri = images.equals("data") ? path("data") : images;
    return explain(uri, "maps", Arrays.asList(more));
  }

  private int explain(String images, String target, List<String> more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "explain",
                conf(),
                "-D",
                NOWHERE,
                "-D",
                "run.dir=/nowhere",
                "--checkpoint",
                path(LAST),
                "--images",
                images,
                "--out",
                place.resolve(target).toString()));
    words.addAll(more);
    return run(words.toArray(String[]::new));
  }

  /** One line more, and not a stack trace. */
  private void assertError(String message) {
    List<String> lines = err.toString().lines().toList();
    assertThat(lines.get(lines.size() - 1)).contains(message);
    assertThat(err.toString()).doesNotContain("Exception");
  }

  private Path maps() {
    return place.resolve("maps");
  }

  private List<Path> files(String method, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(maps().resolve(method))) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private INDArray npy(String name) throws IOException {
    return Nd4j.createNpyFromByteArray(Files.readAllBytes(maps().resolve(name + ".npy")));
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

  private static List<CSVRecord> csv(Path file) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).build();
    try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
      return parser.getRecords();
    }
  }
}
