package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.abn.spark.action.ReproduceAction;
import org.abn.spark.action.ReproduceAction.Outcome;
import org.abn.spark.action.Reproduction;
import org.abn.spark.action.ShardAction;
import org.abn.spark.action.TableRows;
import org.abn.spark.action.TinyCifar;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A row of Table 1 on the few images of {@link TinyCifar}. */
@Tag("spark")
class ReproduceCommandTest {

  private static final String[] NETWORKS = {"resnet20", "abn-eq1-resnet20", "abn-resnet20"};
  private static final Map<String, String> SHORT =
      Map.of("train.epochs", "1", "train.batch-size", "4", "data.limit", "8");

  @TempDir private static Path folder;
  private static String data;

  private final StringWriter err = new StringWriter();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeAll
  static void shard() throws IOException {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("abn.home", "..");
    data = folder.resolve("shards").toString();
    new ShardAction("cifar10", TinyCifar.write(folder.resolve("cifar")).toString(), data, 1).run();
  }

  @AfterAll
  static void clear() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
    System.clearProperty("abn.home");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("reproduce"));
    all.addAll(List.of(arguments));
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      CommandLine line = AbnCommand.line().setErr(new PrintWriter(err, true));
      return line.execute(all.toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
  }

  private int row(String directory, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--table", "1", "--rows", "resnet20"));
    SHORT.forEach((key, value) -> arguments.addAll(List.of("-D", key + "=" + value)));
    arguments.addAll(List.of("-D", "data.uri=" + data, "--out", folder.resolve(directory) + ""));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private static Path runOf(String directory, String network, int seed) {
    return folder.resolve(directory + "/runs/cifar100/" + network + "/seed-" + seed);
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void trainsWhatIsNotDoneAndWritesTheTable() throws IOException {
    assertThat(row("done")).as(err + "").isEqualTo(ExitStatus.DONE);
    Path baseline = runOf("done", "resnet20", 1).resolve("run.json");
    JsonNode first = json(baseline);

    assertThat(row("done", "--seeds", "2")).isEqualTo(ExitStatus.DONE);
    assertThat(json(baseline)).as("the first seed is not run again").isEqualTo(first);
    for (String network : NETWORKS) {
      assertThat(runOf("done", network, 2).resolve("metrics/epochs.csv")).exists();
    }
    Path tables = folder.resolve("done/tables");
    assertThat(tables.resolve("table-1.md"))
        .content()
        .contains("Rehearsal: at most 8 training", "Other data: cifar10, not the table's cifar100");
    JsonNode line = json(tables.resolve("table-1.json")).get("lines").get(2);
    assertThat(line.get("cell").get("conf").asText()).isEqualTo("cifar100/abn-resnet20");
    assertThat(line.get("last").get("seeds").asInt()).isEqualTo(2);
    assertThat(line.get("runs").get(1).get("manifest_sha256").asText())
        .isEqualTo(first.get("manifest_sha256").asText());
    assertThat(tables.resolve("history.csv")).content().hasLineCount(1 + 3 + 3);
    assertThat(folder.resolve("done/report.html"))
        .content()
        .contains("Table 1 is a rehearsal", "3 are done", "abn-eq1-resnet20");

    String before = Files.readString(tables.resolve("history.csv"));
    out.reset();
    assertThat(row("done", "--seeds", "2")).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .doesNotContain("== ")
        .contains("3 done, 0 unfinished, 0 failed, of 15 figures");
    assertThat(tables.resolve("history.csv")).hasContent(before);
  }

  @Test
  void stopsInTimeAndGoesOnTheNextNight() throws IOException {
    var rows = TableRows.of(1, List.of("resnet20"));
    var asked = new Reproduction(rows, 1, with("data.uri", data), folder.resolve("nights") + "");
    var first = new ReproduceAction(asked, Instant.now(), Throwable::toString);
    assertThat(first.run()).isEqualTo(Outcome.UNFINISHED);
    assertThat(folder.resolve("nights/tables/table-1.md")).content().contains("not begun");
    assertThat(folder.resolve("nights/runs")).doesNotExist();

    var second = new ReproduceAction(asked, Instant.MAX, Throwable::toString);
    assertThat(second.run()).isEqualTo(Outcome.DONE);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T22:00+01:00, 2026-02-01T06:00+01:00",
    "2026-01-31T05:59+01:00, 2026-01-31T06:00+01:00",
    "2026-01-31T06:00+01:00, 2026-02-01T06:00+01:00"
  })
  void endsWhenTheClockShowsTheTimeNext(String now, String end) {
    assertThat(ReproduceCommand.next(LocalTime.of(6, 0), ZonedDateTime.parse(now)))
        .isEqualTo(ZonedDateTime.parse(end));
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> settings = new HashMap<>(SHORT);
    settings.put(key, value);
    return settings;
  }

  @Test
  void namesARunThatFailsAndDoesTheOthers() throws IOException {
    Path broken = runOf("broken", "abn-eq1-resnet20", 1);
    Files.createDirectories(broken);
    Files.writeString(broken.resolve("run.json"), "{");
    assertThat(row("broken")).isEqualTo(ExitStatus.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("2 done, 0 unfinished, 1 failed, of 15 figures")
        .contains("\ncifar100/abn-eq1-resnet20, seed 1 failed: " + broken);
    assertThat(folder.resolve("broken/tables/table-1.md")).content().contains("failed: " + broken);
    assertThat(runOf("broken", "abn-resnet20", 1).resolve("metrics/epochs.csv")).exists();
  }

  /**
   * Such as for want of memory: it would otherwise do so night by night, and nothing come after.
   */
  @Test
  void takesARunThatEndedTheProcessLast() throws IOException {
    Path out = Files.createDirectories(folder.resolve("crashed"));
    Files.writeString(out.resolve("running"), "cifar100/resnet20, seed 1\n");
    assertThat(row("crashed")).isEqualTo(ExitStatus.DONE);
    assertThat(this.out.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.startsWith("== ") || line.contains("comes last"))
        .containsExactly(
            "cifar100/resnet20, seed 1 ended the process last time; comes last",
            "== cifar100/abn-eq1-resnet20, seed 1",
            "== cifar100/abn-resnet20, seed 1",
            "== cifar100/resnet20, seed 1");
    assertThat(out.resolve("running")).doesNotExist();
  }

  /** A figure of a rehearsal must not pass for one of the whole. */
  @Test
  void doesNotTakeARunOfOtherSettingsForItsOwn() {
    assertThat(row("other")).isEqualTo(ExitStatus.DONE);
    out.reset();
    assertThat(row("other", "-D", "train.momentum=0.5")).isEqualTo(ExitStatus.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("0 done, 0 unfinished, 3 failed")
        .contains("train.momentum is 0.5 here, 0.9 there");
  }

  @Test
  void refusesADirectoryInUse() throws IOException {
    Path used = Files.createDirectories(folder.resolve("used"));
    String until = Instant.now().plusSeconds(60).toString();
    Files.writeString(
        used.resolve("run.lease"),
        """
        {"host": "elsewhere.invalid", "process": 1, "started": "", "until": "%s"}
        """
            .formatted(until));
    assertThat(row("used")).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString())
        .contains(used + ": process 1 on elsewhere.invalid trains there")
        .hasLineCount(1);
    assertThat(used.resolve("runs")).doesNotExist();
  }

  @Test
  void refusesTheHistoryOfAnotherVersionBeforeItTrains() throws IOException {
    Path tables = Files.createDirectories(folder.resolve("newer/tables"));
    Files.writeString(tables.resolve("history.csv"), "date,conf,other\n");
    assertThat(row("newer")).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString())
        .contains("history.csv: line 1: expected the columns date,conf,")
        .hasLineCount(1);
    assertThat(folder.resolve("newer/runs")).doesNotExist();
    assertThat(tables.resolve("history.csv")).hasContent("date,conf,other\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --table 5                     | --table must be one of the paper's, 1 to 4, cannot be: 5
          --table 1 --rows resnet21     | --rows must be rows of table 1 (resnet110, resnet20, resnet32, resnet44, resnet56), cannot be: resnet21
          --table 1 --seeds 0           | --seeds must be at least 1, cannot be: 0
          --table 1 --until 25:00       | --until must be a time such as 06:00, cannot be: 25:00
          --all --rows resnet20         | --rows needs --table
          --table 1 --all               | are mutually exclusive
          --all --figure 4              | are mutually exclusive
          --figure 3                    | --figure must be one of the paper's that show networks' answers, 4 to 7, cannot be: 3
          --figure 8                    | 4 to 7, cannot be: 8
          --figure 4 --rows resnet152   | --rows needs --table
          --figure 4 --seeds 1          | --seeds goes with --table or --all: a figure is of seed 1
          --figure 4 --until 25:00      | --until must be a time such as 06:00, cannot be: 25:00
          --figure 5 -D data.uri=none   | no shards to train on for any row; expected them in none/compcars
          --table 1 -D train.seed=3     | -D train.seed cannot be set here: --seeds says how many there are
          --table 1 -D run.dir=x        | -D run.dir cannot be set here: --out says where runs are
          --table 1 -D network.name=x   | -D network.name cannot be set here: --rows says which networks are trained
          --table 1 -D train.epoch=3    | train.epoch
          --table 1 -D data.uri=nowhere | no shards to train on for any row; expected them in nowhere/cifar100 (-D data.uri=...)
          """)
  void saysInOneLineWhatCannotBeAsked(String arguments, String message) {
    String place = folder.resolve("refused").toString();
    List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
    all.addAll(List.of("--out", place));
    assertThat(run(all.toArray(String[]::new))).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains(message).hasLineCount(1);
    assertThat(Path.of(place)).doesNotExist();
  }

  @Test
  void findsTheShardsOfEachDatasetInADirectory() throws IOException {
    Path many = folder.resolve("many");
    new ShardAction("cifar10", folder.resolve("cifar") + "", many.resolve("cifar10") + "", 1).run();
    assertThat(row("several", "-D", "data.uri=" + many, "--rows", "resnet32"))
        .isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains("expected them in " + many + "/cifar100");
    Files.move(many.resolve("cifar10"), many.resolve("cifar100"));
    assertThat(row("several", "-D", "data.uri=" + many)).isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains("cifar100: holds shards of cifar10, expected cifar100");
  }

  @Test
  void passesOverShardsOfTestImagesAlone() throws IOException {
    Path image = folder.resolve("validation/val/n01440764/1.png");
    Files.createDirectories(image.getParent());
    ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    Path shards = folder.resolve("alone/imagenet");
    new ShardAction("imagenet", folder.resolve("validation") + "", shards + "", 1).run();
    String out = folder.resolve("nothing") + "";
    assertThat(run("--table", "2", "--out", out, "-D", "data.uri=" + folder.resolve("alone")))
        .isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains("no shards to train on for any row").hasLineCount(1);
    assertThat(run("--table", "2", "--out", out, "-D", "data.uri=" + shards))
        .isEqualTo(ExitStatus.INPUT);
    assertThat(err.toString()).contains(shards + ": the shards hold no training images");
  }
}
