package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abn.spark.LocalCluster;
import org.abn.spark.LocalCluster.Outcome;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("spark")
class EvaluateCommandTest extends EvaluationFixture {

  @Test
  void findsWhatTrainingFoundOfItsLastCheckpoint() throws IOException {
    assertThat(evaluate("run")).as(err.toString()).isEqualTo(ExitStatus.DONE);
    JsonNode found = json("run");
    JsonNode state = new ObjectMapper().readTree(folder.resolve(LAST + "/state.json").toFile());
    JsonNode metrics = state.required("metrics").get(1);
    JsonNode perception = found.required("perception");
    assertThat(perception.required("top1_error")).isEqualTo(metrics.required("test_top1_error"));
    assertThat(perception.required("top5_error")).isEqualTo(metrics.required("test_top5_error"));
    assertThat(found.required("attention").required("top1_error"))
        .isEqualTo(metrics.required("attention_head1_error"));
    JsonNode checkpoint = found.required("checkpoint");
    assertThat(checkpoint.required("uri").asText()).isEqualTo("file:" + path(LAST));
    assertThat(checkpoint.required("epoch").asInt()).isEqualTo(2);
    assertThat(checkpoint.required("parameters_sha256"))
        .isEqualTo(state.required("parameters_sha256"));
    assertThat(found.required("data").required("images").asInt()).isEqualTo(TEST);
    assertThat(found.required("program").required("versions").has("spark")).isTrue();
    assertThat(out.toString().lines())
        .satisfiesExactly(
            header -> assertThat(header).contains("top-1 error", "top-5", "calibration"),
            row -> assertThat(row).matches("perception( +\\d+\\.\\d\\d %){2} +\\d.* %"),
            row -> assertThat(row).matches("attention( +\\d+\\.\\d\\d %){2} +\\d.* %"),
            last -> assertThat(last).isEqualTo("evaluation: " + path("run/evaluation.json")));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void itsTablesAddUpToItsErrors() throws IOException {
    evaluate("run");
    for (String branch : List.of("perception", "attention")) {
      double error = json("run").required(branch).required("top1_error").asDouble();
      assertThat(wrong("run", branch)).as(branch).isCloseTo(error * TEST / 100, within(1e-6));
      double ofClasses =
          csv("run/classes.csv").stream()
              .mapToDouble(row -> number(row, branch + "_top1_error") * number(row, "images"))
              .sum();
      assertThat(ofClasses / TEST).as(branch).isCloseTo(error, within(1e-2));
      JsonNode bins = json("run").required(branch).required("calibration");
      assertThat(bins).hasSize(15);
      assertThat(bins.findValues("count").stream().mapToInt(JsonNode::asInt).sum()).isEqualTo(TEST);
    }
    assertThat(csv("run/classes.csv")).extracting(row -> row.get("class")).contains("airplane");
    assertThat(csv("run/classes.csv")).extracting(row -> row.get("images")).containsOnly("103");
  }

  private static double wrong(String run, String branch) throws IOException {
    List<CSVRecord> cells =
        csv(run + "/confusion.csv").stream()
            .filter(row -> row.get("branch").equals(branch))
            .toList();
    assertThat(cells.stream().mapToDouble(row -> number(row, "count")).sum()).isEqualTo(TEST);
    return cells.stream()
        .filter(row -> !row.get("true").equals(row.get("predicted")))
        .mapToDouble(row -> number(row, "count"))
        .sum();
  }

  private static double number(CSVRecord row, String column) {
    return Double.parseDouble(row.get(column));
  }

  @Test
  void givesTheSameOnAnyNumberOfProcessors() throws IOException {
    evaluateTo("one", "local[1]");
    evaluateTo("four", "local[4]");
    requireSame("four", "one");
  }

  @Test
  @Tag("cluster")
  void givesTheSameOnExecutorsOfTheirOwn() throws Exception {
    evaluateTo("here", "local[2]");
    Path cluster = Files.createDirectories(folder.resolve("cluster"));
    List<String> words =
        words("there", "--checkpoint", path(LAST), "--predictions", path("there-rows"));
    Outcome outcome =
        new LocalCluster(cluster)
            .run("local-cluster[2,1,1024]", List.of(), words.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.text()).isZero();
    requireSame("there", "here");
  }

  private static void requireSame(String found, String due) throws IOException {
    assertThat(withoutTime(found)).isEqualTo(withoutTime(due));
    for (String file : List.of("/classes.csv", "/confusion.csv")) {
      assertThat(folder.resolve(found + file)).hasSameBinaryContentAs(folder.resolve(due + file));
    }
    assertThat(parquet(found + "-rows")).isEqualTo(parquet(due + "-rows")).hasSize(TEST);
  }

  private void evaluateTo(String run, String master) {
    System.setProperty("spark.master", master);
    int status = evaluate(run, "--checkpoint", path(LAST), "--predictions", path(run + "-rows"));
    assertThat(status).as(err.toString()).isEqualTo(ExitStatus.DONE);
  }

  private static String withoutTime(String run) throws IOException {
    String text = Files.readString(folder.resolve(run + "/evaluation.json"));
    String time = json(run).required("time").asText();
    assertThat(time).startsWith("20").endsWith("Z");
    return text.replace(time, "");
  }

  @Test
  void writesARowForEachRecordOnce() throws IOException {
    assertThat(evaluate("run", "--predictions", path("rows"))).isEqualTo(ExitStatus.DONE);
    assertThat(folder.resolve("rows/_SUCCESS")).exists();
    List<Row> rows = parquet("rows");
    assertThat(rows)
        .extracting(row -> row.<String>getAs("id"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, TEST).mapToObj(n -> "test_batch.bin/" + n).toList());
    long wrong = 0;
    for (Row row : rows) {
      int number = Integer.parseInt(row.<String>getAs("id").substring("test_batch.bin/".length()));
      assertThat(row.<Integer>getAs("label_index")).isEqualTo(number % 10);
      double[] scores =
          IntStream.rangeClosed(1, 5).mapToDouble(k -> row.getAs("top" + k + "_score")).toArray();
      assertThat(scores).isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(scores[0]).isBetween(0.1, 1.0);
      wrong += row.getAs("top1").equals(row.getAs("label")) ? 0 : 1;
    }
    assertThat(100.0 * wrong / TEST)
        .isEqualTo(json("run").required("perception").required("top1_error").asDouble());
  }

  @Test
  void writesTheSameRowsAsOneCsvFile() throws IOException {
    assertThat(evaluate("run", "--predictions", path("new/rows.csv"))).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString()).contains("predictions: file:" + path("new/rows.csv"));
    evaluate("run", "--predictions", path("again"));
    List<CSVRecord> lines = csv("new/rows.csv");
    List<Row> rows = parquet("again");
    assertThat(lines).hasSameSizeAs(rows);
    Map<String, Row> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.getAs("id"), row));
    for (CSVRecord line : lines) {
      Row row = byId.get(line.get("id"));
      assertThat(line.toList())
          .isEqualTo(IntStream.range(0, row.size()).mapToObj(i -> row.get(i).toString()).toList());
    }
    try (Stream<Path> files = Files.list(folder.resolve("new"))) {
      assertThat(files).containsExactly(folder.resolve("new/rows.csv"));
    }
  }

  @Test
  void evaluatesTheTestImagesThatALimitLeaves() throws IOException {
    assertThat(evaluate("limited", "--checkpoint", path(LAST), "-D", "data.limit=300"))
        .isEqualTo(ExitStatus.DONE);
    assertThat(json("limited").required("data").required("images").asInt()).isEqualTo(300);
  }

  @Test
  void takesNoLeaseAndLetsARunBeginWhereItWas() throws IOException {
    assertThat(
            evaluate("first", "--checkpoint", path(LAST), "--predictions", path("first/rows.csv")))
        .isEqualTo(ExitStatus.DONE);
    try (Stream<Path> files = Files.list(folder.resolve("first"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("evaluation.json", "classes.csv", "confusion.csv", "rows.csv");
    }
    String[] train = {"train", conf(), "-D", data(), "-D", "run.dir=" + path("first")};
    assertThat(AbnCommand.run(SubmitScript.with(train, "-D", "train.epochs=1")))
        .isEqualTo(ExitStatus.DONE);
    Files.createDirectories(folder.resolve("cut"));
    Files.writeString(folder.resolve("cut/classes.csv"), "of an evaluation that was killed");
    Files.writeString(folder.resolve("cut/.confusion.csv.writing"), "half");
    assertThat(AbnCommand.run(SubmitScript.with(train, "-D", "run.dir=" + path("cut"))))
        .isEqualTo(ExitStatus.DONE);
  }

  private static List<CSVRecord> csv(String file) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).build();
    return CSVParser.parse(folder.resolve(file), StandardCharsets.UTF_8, format).getRecords();
  }

  private static List<Row> parquet(String name) {
    try (SparkSession spark = SparkSession.builder().master("local[1]").getOrCreate()) {
      return spark.read().parquet(path(name)).orderBy("id").collectAsList();
    }
  }
}
