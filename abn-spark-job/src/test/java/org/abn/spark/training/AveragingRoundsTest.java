package org.abn.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.Sgd;
import org.abn.model.parts.Model;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

@Tag("spark")
class AveragingRoundsTest {

  private static final SyntheticBatches BATCHES = new SyntheticBatches(4, 2, 1);
  private static final Clock START = new Clock(0, 0);
  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    SparkConf conf =
        new SparkConf().setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false");
    spark = new JavaSparkContext(conf);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @BeforeEach
  void count() {
    SyntheticFeeds.OPENED.set(0);
    SyntheticFeeds.OPEN.set(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void workersKeepTheirFeedsUntilTheRunEnds(int workers) {
    Model model = model(0.05);
    try (AveragingRounds rounds = rounds(model, workers, "")) {
      for (int round = 0; round < 4; round++) {
        train(rounds, START, round, new int[] {4, 4, 4});
      }
      assertThat(SyntheticFeeds.OPENED).hasValue(workers);
      train(rounds, new Clock(1, 4), 0, new int[] {4, 4, 4});
      assertThat(SyntheticFeeds.OPENED).hasValue(2 * workers);
      assertThat(SyntheticFeeds.OPEN).hasValue(workers);
    }
    assertThat(SyntheticFeeds.OPEN).hasValue(0);
  }

  @Test
  void keepsTheSlicesOfOneRoundAndNothingOfTheOthers() {
    Model model = model(0.05);
    try (AveragingRounds rounds = rounds(model, 2, "")) {
      for (int round = 0; round < 4; round++) {
        train(rounds, START, round, new int[] {4, 4});
        assertThat(spark.getPersistentRDDs()).hasSize(1);
      }
    }
    assertThat(spark.getPersistentRDDs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void stopsWhereTrainingLeavesTheNumbersAndNamesTheRecords(int workers) {
    Model model = model(0.05);
    int worker = workers - 1;
    String poisoned = new BatchReference(0, worker, 3).toString();
    try (AveragingRounds rounds = rounds(model, workers, poisoned)) {
      train(rounds, START, 0, new int[] {5, 5});
      train(rounds, new Clock(0, 1), 1, new int[] {5, 5});
      ModelState sound = rounds.fetchState();
      assertThatThrownBy(() -> train(rounds, new Clock(0, 3), 3, new int[] {5, 5}))
          .isInstanceOf(DivergedException.class)
          .hasMessage(
              "loss or parameters are not finite in epoch 1, step 4, on worker %d's records batch"
                  + " 3, example %d, batch 3, example %d, batch 3, example %d, batch 3, example %d",
              worker, 4 * worker, 4 * worker + 1, 4 * worker + 2, 4 * worker + 3);
      assertThat(rounds.fetchState().parameters()).isEqualTo(sound.parameters());
      assertThat(spark.getPersistentRDDs()).hasSize(1);
    }
  }

  @Test
  void reportsInTheOrderOfTheWorkers() {
    Model model = model(0.05);
    try (AveragingRounds rounds = rounds(model, 3, "")) {
      List<WorkerReport> reports = train(rounds, START, 0, new int[] {2, 0, 1});
      assertThat(reports).extracting(WorkerReport::worker).containsExactly(0, 1, 2);
      assertThat(reports).extracting(WorkerReport::steps).containsExactly(1, 0, 1);
      assertThat(reports).extracting(WorkerReport::examples).containsExactly(4L, 0L, 4L);
    }
  }

  @Test
  void aLoneWorkersRoundsInOneJobAreWhatTheyAreOneByOne() {
    Model model = model(0.05);
    try (AveragingRounds together = rounds(model, 1, "");
        AveragingRounds apart = rounds(model, 1, "")) {
      List<List<WorkerReport>> reports = together.train(new Stretch(START, 0, 2, 3), new int[] {5});
      List<List<WorkerReport>> single =
          List.of(
              apart.train(new Stretch(START, 0, 2, 1), new int[] {5}).get(0),
              apart.train(new Stretch(new Clock(0, 2), 2, 2, 1), new int[] {5}).get(0),
              apart.train(new Stretch(new Clock(0, 4), 4, 2, 1), new int[] {5}).get(0));
      assertThat(told(reports)).isEqualTo(told(single));
      assertThat(together.fetchState().parameters()).isEqualTo(apart.fetchState().parameters());
      assertThat(together.fetchState().momentum()).isEqualTo(apart.fetchState().momentum());
    }
  }

  private static List<Object> told(List<List<WorkerReport>> reports) {
    return reports.stream()
        .flatMap(List::stream)
        .<Object>map(report -> List.of(report.steps(), report.scores()))
        .toList();
  }

  @Test
  void aLoneWorkerNamesTheStepWhereItsJobLeftTheNumbers() {
    Model model = model(0.05);
    String poisoned = new BatchReference(0, 0, 3).toString();
    try (AveragingRounds rounds = rounds(model, 1, poisoned)) {
      assertThatThrownBy(() -> rounds.train(new Stretch(START, 0, 2, 4), new int[] {8}))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("epoch 1, step 4, on worker 0's records batch 3, example 0");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aMeanThatIsTakenLaterIsTheSameToTheBit(int workers) {
    Model model = model(0.05);
    try (AveragingRounds inPlace = rounds(model, workers, "");
        AveragingRounds bySlices = apart(model, workers)) {
      for (int round = 0; round < 3; round++) {
        int[] uneven = {3, 2, 1}; // so that weights differ, and some have nothing to do
        train(inPlace, new Clock(0, round), round, uneven);
        train(bySlices, new Clock(0, round), round, uneven);
      }
      assertThat(inPlace.state()).isInstanceOf(StateSource.OfWorkers.class);
      assertThat(bySlices.state()).isInstanceOf(StateSource.AtExecutors.class);
      assertThat(inPlace.fetchState().parameters()).isEqualTo(bySlices.fetchState().parameters());
      assertThat(inPlace.fetchState().momentum()).isEqualTo(bySlices.fetchState().momentum());
    }
  }

  @Test
  void describesItsJobs() {
    assertThat(new Stretch(new Clock(2, 90), 22, 2, 1)).hasToString("epoch 3 round 12");
    assertThat(new Stretch(new Clock(2, 90), 22, 2, 3)).hasToString("epoch 3 round 12 to 14");
  }

  /** As where there are several executors. */
  private static AveragingRounds apart(Model model, int workers) {
    var rounds =
        new AveragingRounds(
            spark,
            "test",
            spark.broadcast(NetworkDescription.of(model)),
            AveragingSettings.fixed(workers, 1, 1),
            new SyntheticFeeds(BATCHES, "")) {
          @Override
          boolean isOnePlace() {
            return false;
          }
        };
    rounds.startFrom(ModelState.of(model.graph()));
    return rounds;
  }

  /** A round of one step. */
  private static List<WorkerReport> train(
      AveragingRounds rounds, Clock clock, int first, int[] batches) {
    return rounds.train(new Stretch(clock, first, 1, 1), batches).get(0);
  }

  private static AveragingRounds rounds(Model model, int workers, String poisoned) {
    var description = spark.broadcast(NetworkDescription.of(model));
    var settings = AveragingSettings.fixed(workers, 1, 1);
    var feeds = new SyntheticFeeds(BATCHES, poisoned);
    AveragingRounds rounds = new AveragingRounds(spark, "test", description, settings, feeds);
    rounds.startFrom(ModelState.of(model.graph()));
    return rounds;
  }

  private static Model model(double rate) {
    return Network.named("abn-resnet8")
        .configuration(
            new InputShape(SyntheticBatches.SIZE, SyntheticBatches.SIZE, 1),
            SyntheticBatches.CLASSES,
            Sgd.constant(rate, 0.9, 1e-4),
            1,
            DataType.FLOAT)
        .newModel();
  }
}
