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
        rounds.train(START, round, new int[] {4, 4, 4});
      }
      assertThat(SyntheticFeeds.OPENED).hasValue(workers);
      rounds.train(new Clock(1, 4), 0, new int[] {4, 4, 4});
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
        rounds.train(START, round, new int[] {4, 4});
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
      rounds.train(START, 0, new int[] {5, 5});
      rounds.train(new Clock(0, 1), 1, new int[] {5, 5});
      ModelState sound = rounds.fetchState();
      assertThatThrownBy(() -> rounds.train(new Clock(0, 3), 3, new int[] {5, 5}))
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
      List<WorkerReport> reports = rounds.train(START, 0, new int[] {2, 0, 1});
      assertThat(reports).extracting(WorkerReport::worker).containsExactly(0, 1, 2);
      assertThat(reports).extracting(WorkerReport::steps).containsExactly(1, 0, 1);
      assertThat(reports).extracting(WorkerReport::examples).containsExactly(4L, 0L, 4L);
    }
  }

  private static AveragingRounds rounds(Model model, int workers, String poisoned) {
    var description = spark.broadcast(NetworkDescription.of(model));
    var settings = new AveragingSettings(workers, 1, 1);
    var feeds = new SyntheticFeeds(BATCHES, poisoned);
    AveragingRounds rounds = new AveragingRounds(spark, description, settings, feeds);
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
