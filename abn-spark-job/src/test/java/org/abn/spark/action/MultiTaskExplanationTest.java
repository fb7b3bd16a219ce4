package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
