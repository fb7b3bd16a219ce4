package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.abn.data.shard.Manifest;
import org.abn.model.parts.Model;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.training.AveragingSettings;
import org.abn.spark.training.BatchSource;
import org.abn.spark.training.DistributedTraining;
import org.abn.spark.training.EpochProgress;
import org.abn.spark.training.Evaluated;
import org.abn.spark.training.ModelState;
import org.abn.spark.training.Round;
import org.abn.spark.training.RoundListener;
import org.abn.spark.training.Scores;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that fails inside an epoch, and is called again, ends as one that does not. */
@Tag("spark")
class ResumptionTest {
  private static final String EVERY_STEP = "train.averaging-frequency = 1";
  private static final String EVERY_ROUND = "train.checkpoint-every = 1 round";

  @TempDir private static Path folder;
  private static JavaSparkContext spark;
  private static String data;

  @BeforeAll
  static void shard() throws IOException {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    spark = SparkContexts.start("resumption");
    data = folder.resolve("shards").toString();
    new ShardAction("cifar10", TinyCifar.write(folder.resolve("cifar")).toString(), data, 1)
        .run(spark);
  }

  @AfterAll
  static void stop() {
    spark.close();
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void endsWithTheSameParametersAndMetrics(int workers) throws IOException {
    String of = "train.workers = " + workers;
    String straight = "straight-" + workers;
    train(straight, of, EVERY_STEP);
    String failing = "failing-" + workers;
    FailingStorage.fail(".epoch-0002.writing/model.zip", 1);
    assertThatThrownBy(() -> train(failing, of, EVERY_STEP, EVERY_ROUND))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the disk has gone");
    int rounds = workers == 1 ? 6 : 3;
    assertThat(text(failing, "checkpoints/latest"))
        .isEqualTo("epoch-0002-round-%04d\n", rounds - 1);

    train(failing, of, EVERY_STEP, EVERY_ROUND);
    JsonNode due = state(straight);
    for (String key : List.of("epoch", "step", "parameters_sha256", "momentum_sha256")) {
      assertThat(state(failing).required(key)).as(key).isEqualTo(due.required(key));
    }
    assertThat(withoutTimes(failing, "epochs", 8)).isEqualTo(withoutTimes(straight, "epochs", 8));
    assertThat(withoutTimes(failing, "rounds", 5))
        .isEqualTo(withoutTimes(straight, "rounds", 5))
        .hasSize(1 + 2 * rounds);
    assertThat(folder.resolve(failing + "/checkpoints"))
        .isDirectoryNotContaining("glob:**/epoch-*-round-*");
  }

  /** As where all executors that have a slice of the averaged state are gone. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anEpochWhoseStateIsLostBeginsAgain(int workers) throws IOException {
    List<Integer> undisturbed = new ArrayList<>();
    List<Integer> lost = new ArrayList<>();
    ModelState due = trainedEpoch(workers, oneByOne(undisturbed::add));
    ModelState found = trainedEpoch(workers, oneByOne(round -> loseAfterTheSecond(lost, round)));
    assertThat(found.parameters()).isEqualTo(due.parameters());
    assertThat(found.momentum()).isEqualTo(due.momentum());
    assertThat(lost.subList(0, 2)).containsExactly(1, 2);
    assertThat(lost.subList(2, lost.size())).isEqualTo(undisturbed);
  }

  private static void loseAfterTheSecond(List<Integer> rounds, int round) {
    rounds.add(round);
    if (rounds.size() == 2) {
      loseAll();
    }
  }

  private static void loseAll() {
    spark.getPersistentRDDs().values().forEach(rdd -> rdd.unpersist(true));
  }

  /** A job each, of a lone worker's rounds too. */
  private static RoundListener oneByOne(IntConsumer numbers) {
    return new RoundListener() {
      @Override
      public void done(Round round) {
        numbers.accept(round.number());
      }

      @Override
      public int untilKept(int done) {
        return 1;
      }
    };
  }

  private static ModelState trainedEpoch(int workers, RoundListener told) throws IOException {
    String of = "train.workers = " + workers;
    Experiment experiment = TinyCifar.experiment(folder, data, "unused", 1, of, EVERY_STEP);
    Configuration conf = new Configuration();
    Manifest manifest = Manifest.read(conf, new org.apache.hadoop.fs.Path(data));
    var preprocessing = experiment.data().preprocessing(manifest);
    var source =
        new BatchSource(
            UUID.randomUUID().toString(),
            data,
            manifest.checksum(),
            new SerializableConfiguration(conf),
            experiment.data().selection(),
            preprocessing,
            workers,
            8,
            1);
    Model model =
        new TrainedModel(experiment, manifest.labels(), manifest.checksum(), preprocessing)
            .configuration()
            .newModel();
    var averaging = AveragingSettings.fixed(workers, 1, 1);
    try (var training = new DistributedTraining(spark, "test", model, averaging, source)) {
      training.trainEpoch(EpochProgress.NONE, told);
      Scores scores = training.evaluate(Evaluated.TEST);
      loseAll();
      assertThat(training.evaluate(Evaluated.TEST)).isEqualTo(scores);
    }
    return ModelState.of(model.graph());
  }

  private static void train(String run, String... changes) throws IOException {
    Configuration conf = new Configuration();
    FailingStorage.register(conf);
    Experiment experiment =
        TinyCifar.experiment(folder, data, "failing:" + folder.resolve(run), 2, changes);
    try (var termination = new Termination();
        TrainingRun training = TrainingRun.prepare(conf, experiment)) {
      training.train(spark, termination);
    }
  }

  private static JsonNode state(String run) throws IOException {
    return new ObjectMapper().readTree(text(run, "checkpoints/epoch-0002/state.json"));
  }

  private static List<String> withoutTimes(String run, String metrics, int fields)
      throws IOException {
    return text(run, "metrics/" + metrics + ".csv")
        .lines()
        .map(row -> String.join(",", List.of(row.split(",", -1)).subList(0, fields)))
        .toList();
  }

  private static String text(String run, String file) throws IOException {
    return Files.readString(folder.resolve(run).resolve(file));
  }
}
