package org.abn.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abn.spark.action.ShardAction;
import org.abn.spark.action.TinyCifar;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A run of two epochs on images of noise, whose checkpoints are evaluated. */
abstract class EvaluationFixture {

  private static final int TRAIN = 16;

  /** Three tasks, of two mini-batches and more. */
  static final int TEST = 1030;

  static final String LAST = "run/checkpoints/epoch-0002";

  @TempDir static Path folder;

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  @BeforeAll
  static void train() throws IOException {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    shard("data", "airplane");
    Files.writeString(
        folder.resolve("tiny.conf"),
        """
        network.name = abn-resnet8
        data.normalisation { mean = [0.5, 0.5, 0.5], std = [0.25, 0.25, 0.25] }
        data.augmentation { padding = 4, mirror = true }
        train {
          epochs = 2, batch-size = 200, workers = 1, averaging-frequency = 1
          threads-per-worker = 1, seed = 5
          learning-rate { initial = 0.05, factor = 0.1, drops = [] }
          momentum = 0.9, weight-decay = 1e-4
        }
        """);
    assertThat(AbnCommand.run("train", conf(), "-D", data(), "-D", "run.dir=" + path("run")))
        .isEqualTo(ExitStatus.DONE);
  }

  static void shard(String name, String firstClass) throws IOException {
    Path published = TinyCifar.write(folder.resolve("published-" + name), TRAIN, TEST);
    String rest = "automobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n";
    Files.writeString(published.resolve("batches.meta.txt"), firstClass + "\n" + rest);
    new ShardAction("cifar10", published.toString(), path(name), 1).run();
  }

  @AfterAll
  static void clear() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
  }

  @BeforeEach
  void master() {
    System.setProperty("spark.master", "local[2]");
  }

  final int evaluate(String run, String... more) {
    return run(words(run, more).toArray(String[]::new));
  }

  final int run(String... words) {
    return AbnCommand.line()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  static List<String> words(String run, String... more) {
    List<String> words =
        new ArrayList<>(List.of("evaluate", conf(), "-D", data(), "-D", "run.dir=" + path(run)));
    words.addAll(List.of(more));
    return words;
  }

  static String conf() {
    return path("tiny.conf");
  }

  static String data() {
    return "data.uri=" + path("data");
  }

  static String path(String name) {
    return folder.resolve(name).toString();
  }

  static JsonNode json(String run) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(run + "/evaluation.json").toFile());
  }
}
