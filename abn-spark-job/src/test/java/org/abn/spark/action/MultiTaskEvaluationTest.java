package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;
import org.abn.data.record.LabelNames;
import org.abn.model.Network;
import org.abn.spark.SmallMultiTask;
import org.abn.spark.experiment.Experiment;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network for several tasks is evaluated attribute by attribute. */
@Tag("spark")
class MultiTaskEvaluationTest {

  @TempDir private static Path folder;
  private static Path data;

  private final StringWriter out = new StringWriter();

  @BeforeAll
  static void train() throws IOException {
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.master", "local[2]");
    data = folder.resolve("data");
    TinyAttributes.write(LabelNames.ofAttributes(TinyAttributes.NAMES), data);
    new TrainAction(experiment("run", SmallMultiTask.ATTENTION)).run();
  }

  @AfterAll
  static void forgetSpark() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
  }

  @Test
  void findsWhatTrainingFoundOfEveryAttribute() throws IOException {
    evaluate("run", Optional.empty());
    JsonNode found = json("run");
    JsonNode perception = found.required("perception");
    JsonNode metrics = metrics();
    assertThat(perception.required("mean_accuracy").asDouble())
        .isEqualTo(100 - metrics.required("test_top1_error").asDouble());
    assertThat(found.required("attention").required("mean_accuracy").asDouble())
        .isEqualTo(100 - metrics.required("attention_head1_error").asDouble());
    assertThat(perception.has("top1_error")).isFalse();
    assertThat(perception.has("top5_error")).isFalse();
    for (String name : TinyAttributes.NAMES) {
      JsonNode attribute = perception.required("attributes").required(name);
      assertThat(attribute.required("accuracy"))
          .as(name)
          .isEqualTo(metrics.required("attribute_accuracies").required(name));
      assertThat(count(attribute, "true") + count(attribute, "false"))
          .as(name)
          .isEqualTo(TinyAttributes.TEST);
      assertThat(100.0 * count(attribute, "true") / TinyAttributes.TEST)
          .as(name)
          .isCloseTo(attribute.required("accuracy").asDouble(), within(1e-9));
    }
    List<JsonNode> counts = perception.required("calibration").findValues("count");
    assertThat(counts.subList(0, 7)).as("confidences below a half").allMatch(n -> n.asInt() == 0);
    assertThat(counts.stream().mapToInt(JsonNode::asInt).sum())
        .isEqualTo(TinyAttributes.TEST * TinyAttributes.NAMES.size());
    assertThat(out.toString().lines().map(line -> line.strip().split(" {2,}")[0]))
        .containsExactly(
            "mean accuracy",
            "perception",
            "attention",
            "evaluation: " + folder.resolve("run/evaluation.json"));
  }

  private static int count(JsonNode attribute, String which) {
    return attribute.required(which + "_positives").asInt()
        + attribute.required(which + "_negatives").asInt();
  }

  @Test
  void listsAttributesByBranch() throws IOException {
    evaluate("listed", Optional.empty());
    List<String> rows = Files.readAllLines(folder.resolve("listed/attributes.csv"));
    assertThat(rows)
        .hasSize(1 + 3)
        .startsWith("attribute,positives,perception_accuracy,attention_accuracy");
    // Of the numbers from 0 to 11 six have the first bit, six the second, and four the third.
    assertThat(rows.get(1)).matches("Reddish,6,[\\d.]+,[\\d.]+");
    assertThat(rows.get(2)).matches("Green,6,[\\d.]+,[\\d.]+");
    assertThat(rows.get(3)).matches("Blue,4,[\\d.]+,[\\d.]+");
    assertThat(folder.resolve("listed/classes.csv")).doesNotExist();
    assertThat(folder.resolve("listed/confusion.csv")).doesNotExist();
  }

  @Test
  void writesScoreAndTruthOfEveryAttribute() throws IOException {
    evaluate("scored", Optional.of(folder.resolve("rows").toString()));
    List<Row> rows = parquet("rows");
    assertThat(rows)
        .extracting(row -> row.<String>getAs("id"))
        .containsExactlyElementsOf(
            IntStream.range(0, TinyAttributes.TEST)
                .mapToObj(n -> String.format(Locale.ROOT, "test/%04d.jpg", n))
                .toList());
    JsonNode attributes = json("scored").required("perception").required("attributes");
    for (int t = 0; t < TinyAttributes.NAMES.size(); t++) {
      String name = TinyAttributes.NAMES.get(t);
      int right = 0;
      for (int n = 0; n < rows.size(); n++) {
        int label = rows.get(n).getAs(name + "_label");
        assertThat(label).isEqualTo(n >> t & 1);
        right += rows.get(n).<Double>getAs(name + "_score") > 0.5 == (label == 1) ? 1 : 0;
      }
      assertThat(right).as(name).isEqualTo(count(attributes.required(name), "true"));
    }
  }

  @Test
  void evaluatesWhileARunTrains() throws IOException {
    var hadoop = new Configuration();
    try (TrainingRun held =
        TrainingRun.prepare(hadoop, experiment("run", SmallMultiTask.ATTENTION))) {
      assertThat(held.directory()).isNotNull();
      evaluate("run", Optional.empty());
    }
    assertThat(out.toString()).contains("evaluation: ");
  }

  @Test
  void refusesTheParametersOfTheNetworkWithoutAnAttentionBranch() {
    Optional<String> checkpoint = Optional.of(folder.resolve("run/checkpoints/latest").toString());
    assertThatThrownBy(
            () ->
                new EvaluateAction(
                        experiment("other", SmallMultiTask.BASELINE), checkpoint, Optional.empty())
                    .run(new PrintWriter(out)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("its network is abn-multitask-small, expected multitask-small");
    assertThat(folder.resolve("other")).doesNotExist();
  }

  private void evaluate(String run, Optional<String> predictions) throws IOException {
    Optional<String> checkpoint = Optional.of(folder.resolve("run/checkpoints/latest").toString());
    new EvaluateAction(experiment(run, SmallMultiTask.ATTENTION), checkpoint, predictions)
        .run(new PrintWriter(out));
  }

  private static Experiment experiment(String run, Network network) throws IOException {
    return TinyAttributes.experiment(folder, network, data, folder.resolve(run), 1);
  }

  private static JsonNode metrics() throws IOException {
    Path state = folder.resolve("run/checkpoints/epoch-0001/state.json");
    return new ObjectMapper().readTree(state.toFile()).required("metrics").get(0);
  }

  private static JsonNode json(String run) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(run + "/evaluation.json").toFile());
  }

  private static List<Row> parquet(String name) {
    try (SparkSession spark = SparkSession.builder().master("local[1]").getOrCreate()) {
      return spark.read().parquet(folder.resolve(name).toString()).orderBy("id").collectAsList();
    }
  }
}
