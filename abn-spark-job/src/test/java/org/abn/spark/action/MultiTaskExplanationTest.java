package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.abn.data.InvalidDataException;
import org.abn.data.record.LabelNames;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.picture.OverlayStyle;
import org.abn.spark.SmallMultiTask;
import org.abn.spark.experiment.Experiment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network for several tasks has a map an attribute. */
@Tag("spark")
class MultiTaskExplanationTest {

  @TempDir private static Path folder;
  private static Path data;
  private static Experiment experiment;

  @TempDir private Path place;
  private final StringWriter out = new StringWriter();

  @BeforeAll
  static void train() throws IOException {
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.master", "local[2]");
    data = folder.resolve("data");
    TinyAttributes.write(LabelNames.ofAttributes(TinyAttributes.NAMES), data);
    experiment =
        TinyAttributes.experiment(folder, SmallMultiTask.ATTENTION, data, folder.resolve("run"), 1);
    new TrainAction(experiment).run();
  }

  @AfterAll
  static void forgetSpark() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
  }

  @Test
  void showsAMapAnAttributeWithItsScore() throws IOException {
    explain(options(List.of(), false));
    for (ExplanationMethod method : ExplanationMethod.values()) {
      INDArray maps = npy(method + "/test/0003.jpg");
      assertThat(maps.rank()).as(method.toString()).isEqualTo(3);
      assertThat(maps.size(0)).isEqualTo(3);
      assertThat(place.resolve("maps/" + method + "/test/0003.jpg.png")).isNotEmptyFile();
    }
    List<String> rows = Files.readAllLines(place.resolve("maps/explanations.csv"));
    assertThat(rows).hasSize(1 + TinyAttributes.TEST * 3);
    assertThat(rows.get(0))
        .startsWith("image,attribute,label,score,attention_score,attention_least");
    assertThat(rows.get(1 + 3 * 3)).matches("test/0003\\.jpg,Reddish,1,[01]\\.\\d+,.*");
    assertThat(rows.get(3 + 3 * 3)).matches("test/0003\\.jpg,Blue,0,[01]\\.\\d+,.*");
  }

  @Test
  void showsTheAttributesThatAreNamed() throws IOException {
    explain(options(List.of("Green"), false));
    assertThat(npy("grad-cam/test/0000.jpg").rank()).isEqualTo(2);
    assertThat(Files.readAllLines(place.resolve("maps/explanations.csv")))
        .hasSize(1 + TinyAttributes.TEST);
  }

  @Test
  void changesOneAttributeByItsMapAndAllByTheirs() throws IOException {
    whatIf(npy("one.npy", Nd4j.zeros(2, 2)), "one", List.of("Green"));
    List<String> changed = Files.readAllLines(place.resolve("one/what-if.csv"));
    assertThat(changed).hasSize(4);
    assertThat(isSame(changed.get(1))).as("Reddish").isTrue();
    assertThat(isSame(changed.get(2))).as("Green").isFalse();
    assertThat(isSame(changed.get(3))).as("Blue").isTrue();
    assertThat(out.toString()).matches("(?s)a\\.png: Green 0\\.\\d\\d -> 0\\.\\d\\d\\R");
    whatIf(npy("all.npy", Nd4j.zeros(3, 2, 2)), "all", List.of());
    assertThat(Files.readAllLines(place.resolve("all/what-if.csv")).stream().skip(1))
        .noneMatch(MultiTaskExplanationTest::isSame);
  }

  @Test
  void refusesAMapOfWhichNobodySaysTheAttributeAndPictures() throws IOException {
    assertThatThrownBy(() -> whatIf(npy("one.npy", Nd4j.zeros(2, 2)), "x", List.of()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("is of one attribute; name it by --class");
    assertThatThrownBy(() -> whatIf(image(), "x", List.of("Green")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("maps are not bounded by 0 and 1; give a .npy");
    assertThat(place.resolve("x")).doesNotExist();
  }

  private void whatIf(Path map, String target, List<String> answers) throws IOException {
    new WhatIfAction(
            experiment,
            Optional.empty(),
            image().toString(),
            map.toString(),
            place.resolve(target).toString(),
            options(answers, false))
        .run(new PrintWriter(out));
  }

  private Path npy(String name, INDArray values) throws IOException {
    return Files.write(place.resolve(name), Nd4j.toNpyByteArray(values));
  }

  private Path image() throws IOException {
    Path file = place.resolve("a.png");
    ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    return file;
  }

  private static boolean isSame(String row) {
    String[] fields = row.split(",");
    return fields[1].equals(fields[2]);
  }

  @Test
  void isNotMeasured() {
    assertThatThrownBy(() -> explain(options(List.of(), true)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("--measure measures maps of networks that tell one class");
  }

  private static ExplainOptions options(List<String> answers, boolean measured) {
    return new ExplainOptions(
        List.of(ExplanationMethod.values()),
        answers,
        OverlayStyle.TURBO,
        true,
        measured,
        List.of());
  }

  private void explain(ExplainOptions options) throws IOException {
    new ExplainAction(
            experiment,
            Optional.empty(),
            data.toString(),
            place.resolve("maps").toString(),
            options)
        .run(new PrintWriter(out));
  }

  private INDArray npy(String name) throws IOException {
    return Nd4j.createNpyFromByteArray(Files.readAllBytes(place.resolve("maps/" + name + ".npy")));
  }
}
