package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A run whose checkpoints are explained, and images in files. */
abstract class ExplainFixture extends EvaluationFixture {

  /** The checkpoint says what its network answers; nobody has to have the shards. */
  static final String NOWHERE = "data.uri=/nowhere";

  static final String ID = "test_batch.bin/0";

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

  final int explain(String images, String... more) {
    String uri = images.equals("data") ? path("data") : images;
    return explain(uri, "maps", Arrays.asList(more));
  }

  final int explain(String images, String target, List<String> more) {
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
  final void assertError(String message) {
    List<String> lines = err.toString().lines().toList();
    assertThat(lines.get(lines.size() - 1)).contains(message);
    assertThat(err.toString()).doesNotContain("Exception");
  }

  final Path maps() {
    return place.resolve("maps");
  }

  final List<Path> files(String method, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(maps().resolve(method))) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  final INDArray npy(String name) throws IOException {
    return npy(maps().resolve(name + ".npy"));
  }

  static INDArray npy(Path file) throws IOException {
    return Nd4j.createNpyFromByteArray(Files.readAllBytes(file));
  }

  static List<CSVRecord> csv(Path file) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).build();
    try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
      return parser.getRecords();
    }
  }
}
