package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

@Tag("spark")
class WhatIfCommandTest extends ExplainFixture {

  @Test
  void tellsWhatAnotherMapWouldChange() throws IOException {
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
}
