package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.abn.data.record.LabelNames;
import org.abn.model.Network;
import org.abn.spark.SmallMultiTask;
import org.abn.spark.experiment.InvalidConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks for several tasks are trained on shards of attributes. */
@Tag("spark")
class MultiTaskTrainingTest {

  /** Columns of epochs.csv. */
  private static final int LOSS_ATTENTION = 2;

  private static final int LOSS_PERCEPTION = 3;
  private static final int TEST_TOP1 = 5;
  private static final int TEST_TOP5 = 6;
  private static final int ATTENTION_TOP1 = 7;
  private static final int SECONDS = 8;
  private static final int SPEED = 9;

  @TempDir private static Path folder;
  private static Path data;

  @BeforeAll
  static void shard() throws IOException {
    data = folder.resolve("data");
    TinyAttributes.write(LabelNames.ofAttributes(TinyAttributes.NAMES), data);
  }

  @BeforeEach
  void configureSpark() {
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.master", "local[2]");
  }

  @AfterEach
  void forgetSpark() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
  }

  @Test
  void aRunThatIsTakenUpAgainEndsAsOneThatWasNotStopped() throws IOException {
    System.setProperty("spark.master", "local[1]");
    Path straight = train("straight", SmallMultiTask.ATTENTION, 3);
    System.setProperty("spark.master", "local[4]");
    train("stopped", SmallMultiTask.ATTENTION, 1);
    Files.delete(folder.resolve("stopped/metrics/attributes.csv"));
    Path stopped = train("stopped", SmallMultiTask.ATTENTION, 3);
    for (String key : List.of("epoch", "step", "parameters_sha256", "momentum_sha256")) {
      assertThat(state(stopped).required(key)).as(key).isEqualTo(state(straight).required(key));
    }
    assertThat(lines(stopped, "attributes.csv")).isEqualTo(lines(straight, "attributes.csv"));
    assertThat(withoutSpeed(stopped)).isEqualTo(withoutSpeed(straight)).hasSize(1 + 3);
  }

  @Test
  void learnsAttributesAndListsTheAccuracyOfEach() throws IOException {
    Path run = train("learning", SmallMultiTask.ATTENTION, 4);
    List<String> rows = lines(run, "attributes.csv");
    assertThat(rows).hasSize(1 + 4 * 3).startsWith("epoch,attribute,accuracy");
    assertThat(rows.get(10)).startsWith("4,Reddish,");
    assertThat(rows.get(11)).startsWith("4,Green,");
    assertThat(rows.get(12)).startsWith("4,Blue,");
    double mean =
        rows.subList(10, 13).stream().mapToDouble(MultiTaskTrainingTest::accuracy).sum() / 3;
    String[] first = epoch(run, 1);
    String[] last = epoch(run, 4);
    assertThat(Double.parseDouble(last[TEST_TOP1])).isCloseTo(100 - mean, within(1e-3));
    assertThat(last[TEST_TOP5]).isEmpty();
    assertThat(last[ATTENTION_TOP1]).isNotEmpty();
    assertThat(Double.parseDouble(last[SECONDS]) * Double.parseDouble(last[SPEED]))
        .as("images, each of which is scored once")
        .isCloseTo(TinyAttributes.TRAIN, within(1e-3));
    assertThat(Double.parseDouble(last[LOSS_PERCEPTION]))
        .isLessThan(Double.parseDouble(first[LOSS_PERCEPTION]));
  }

  @Test
  void drawsTheMapsOfAllAttributesInAPictureAnImage() throws IOException {
    Path run = train("drawn", SmallMultiTask.ATTENTION, 1);
    assertThat(run.resolve("attention"))
        .isDirectoryContaining("glob:**/00-0000.png")
        .isDirectoryContaining("glob:**/03-0003.png")
        .isDirectoryNotContaining("glob:**/04-*");
  }

  @Test
  void trainsTheBaselineThatHasNoAttentionBranch() throws IOException {
    Path run = train("baseline", SmallMultiTask.BASELINE, 1);
    assertThat(lines(run, "attributes.csv")).hasSize(1 + 3);
    String[] row = epoch(run, 1);
    assertThat(row[LOSS_ATTENTION]).isEmpty();
    assertThat(row[ATTENTION_TOP1]).isEmpty();
    assertThat(run.resolve("attention")).doesNotExist();
  }

  @Test
  void refusesLabelsThatTheNetworkDoesNotLearn() throws IOException {
    Path classes = folder.resolve("classes");
    TinyAttributes.write(LabelNames.ofClasses(List.of("dark", "bright")), classes);
    Path run = folder.resolve("refused");
    var tasks = TinyAttributes.experiment(folder, SmallMultiTask.ATTENTION, classes, run, 1);
    assertThatThrownBy(() -> new TrainAction(tasks).run())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("abn-multitask-small, which tells attributes")
        .hasMessageContaining("/classes have one class each; choose a network without multitask-");
    Network ofClasses = Network.named("abn-resnet8");
    var oneClass = TinyAttributes.experiment(folder, ofClasses, data, run, 1);
    assertThatThrownBy(() -> new TrainAction(oneClass).run())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("abn-resnet8, which tells one class")
        .hasMessageContaining("/data have attributes; choose a multitask- or abn-multitask-");
    assertThat(run).doesNotExist();
  }

  private static Path train(String name, Network network, int epochs) throws IOException {
    Path run = folder.resolve(name);
    new TrainAction(TinyAttributes.experiment(folder, network, data, run, epochs)).run();
    return run;
  }

  private static JsonNode state(Path run) throws IOException {
    return new ObjectMapper().readTree(run.resolve("checkpoints/epoch-0003/state.json").toFile());
  }

  private static List<String> lines(Path run, String file) throws IOException {
    return Files.readAllLines(run.resolve("metrics").resolve(file));
  }

  private static double accuracy(String row) {
    return Double.parseDouble(row.substring(row.lastIndexOf(',') + 1));
  }

  private static String[] epoch(Path run, int number) throws IOException {
    return lines(run, "epochs.csv").get(number).split(",", -1);
  }

  private static List<List<String>> withoutSpeed(Path run) throws IOException {
    return lines(run, "epochs.csv").stream()
        .map(row -> Arrays.asList(row.split(",", -1)).subList(0, SECONDS))
        .toList();
  }
}
