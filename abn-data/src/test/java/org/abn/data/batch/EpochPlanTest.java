package org.abn.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.abn.data.InvalidDataException;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochPlanTest {
  // Three training shards of 50 blocks of 7 records, and a test shard between them.
  private static final Manifest MANIFEST = Manifests.of(3, 50, 7);
  private static final int RECORDS = 3 * 50 * 7;

  @ParameterizedTest
  @CsvSource({"1,1", "1,32", "2,32", "3,7", "8,128", "7,10000", "1050,2", "2000,4"})
  void usesEveryTrainingRecordExactlyOnce(int workers, int batchSize) {
    EpochPlan plan = EpochPlan.training(MANIFEST, Selection.ALL, 1, 0, workers, batchSize);
    List<RecordPosition> all = records(plan);
    assertThat(all).hasSize(RECORDS).hasSize(plan.records()).doesNotHaveDuplicates();
    assertThat(all)
        .allMatch(position -> MANIFEST.shards().get(position.shard()).split() == Split.TRAIN)
        .allMatch(position -> position.block() < 50 && position.index() < 7);
  }

  @Test
  void usesEveryRecordOnceWhateverTheSizes() {
    Random random = new Random(6);
    for (int i = 0; i < 200; i++) {
      Manifest manifest = Manifests.uneven(random, 1 + random.nextInt(4));
      int workers = 1 + random.nextInt(20);
      int batchSize = 1 + random.nextInt(70);
      EpochPlan plan = EpochPlan.training(manifest, Selection.ALL, i, i, workers, batchSize);
      assertThat(records(plan))
          .hasSize(manifest.records(Split.TRAIN))
          .doesNotHaveDuplicates()
          .allMatch(p -> p.index() < records(manifest, p));
      for (int worker = 0; worker < workers; worker++) {
        for (int b = 0; b < plan.batches(worker); b++) {
          int due = Math.min(batchSize, plan.records(worker) - b * batchSize);
          assertThat(plan.batch(worker, b)).isNotEmpty().hasSize(due);
        }
      }
    }
  }

  private static int records(Manifest manifest, RecordPosition at) {
    return manifest.shards().get(at.shard()).blocks().get(at.block()).records();
  }

  @Test
  void ordersBySeedAndEpochAlone() {
    List<RecordPosition> order = records(plan(1, 0, 1, 32));
    assertThat(records(plan(1, 0, 4, 9))).isEqualTo(order);
    assertThat(records(plan(1, 0, 1050, 1))).isEqualTo(order);
    assertThat(records(plan(2, 0, 1, 32))).isNotEqualTo(order);
    assertThat(records(plan(1, 1, 1, 32))).isNotEqualTo(order);
  }

  @Test
  void neverChangesItsOrder() {
    // Runs that are resumed with a later version must go on in the same order.
    assertThat(plan(42, 7, 1, 3).batch(0, 0))
        .containsExactly(
            new RecordPosition(2, 10, 0),
            new RecordPosition(2, 25, 0),
            new RecordPosition(3, 7, 4));
  }

  @Test
  void readsOneWindowOfBlocksAtATime() {
    List<RecordPosition> order = records(plan(1, 0, 1, 32));
    int window = EpochPlan.WINDOW_BLOCKS * 7;
    Set<List<Integer>> before = new HashSet<>();
    for (int start = 0; start < RECORDS; start += window) {
      Set<List<Integer>> blocks = new HashSet<>();
      for (RecordPosition p : order.subList(start, Math.min(start + window, RECORDS))) {
        blocks.add(List.of(p.shard(), p.block()));
      }
      assertThat(blocks).hasSizeLessThanOrEqualTo(EpochPlan.WINDOW_BLOCKS);
      assertThat(blocks).noneMatch(before::contains);
      before.addAll(blocks);
    }
    assertThat(before).hasSize(150);
  }

  @Test
  void takesOtherBlocksTogetherInEveryEpoch() {
    int window = EpochPlan.WINDOW_BLOCKS * 7;
    Set<RecordPosition> first = Set.copyOf(records(plan(1, 0, 1, 32)).subList(0, window));
    Set<RecordPosition> second = Set.copyOf(records(plan(1, 1, 1, 32)).subList(0, window));
    long common = first.stream().filter(second::contains).count();
    assertThat(common).isBetween(window / 5L, window * 7L / 10); // 64 of 150 blocks: 43 %
  }

  @Test
  void shufflesWithinAWindow() {
    List<RecordPosition> order = records(plan(1, 0, 1, 32)).subList(0, 100);
    int neighbours = 0;
    for (int i = 1; i < order.size(); i++) {
      neighbours += order.get(i).block() == order.get(i - 1).block() ? 1 : 0;
    }
    assertThat(neighbours).isLessThan(20);
  }

  @Test
  void cutsTheOrderIntoContiguousSegmentsAndKeepsTheLastBatch() {
    EpochPlan plan = plan(1, 0, 4, 100);
    assertThat(plan.records(0)).isEqualTo(262); // 1050 x 1 / 4
    assertThat(plan.records(1)).isEqualTo(263);
    assertThat(plan.batches(1)).isEqualTo(3);
    assertThat(plan.batch(1, 0)).hasSize(100);
    assertThat(plan.batch(1, 2)).hasSize(63);
    List<RecordPosition> order = records(plan(1, 0, 1, 1));
    assertThat(plan.batch(1, 0)).isEqualTo(order.subList(262, 362));
    assertThat(plan.batch(3, 2)).isEqualTo(order.subList(987, 1050));
  }

  @Test
  void givesWorkersBeyondTheRecordsNothing() {
    EpochPlan plan = plan(1, 0, 2000, 4);
    assertThat(plan.batches(0)).isZero();
    assertThatThrownBy(() -> plan.batch(0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void keepsTheOrderOfTheShardsForEvaluation() {
    EpochPlan plan = EpochPlan.test(MANIFEST, Selection.ALL, 2, 4);
    List<RecordPosition> expected = new ArrayList<>();
    for (int block = 0; block < 50; block++) {
      for (int index = 0; index < 7; index++) {
        expected.add(new RecordPosition(1, block, index));
      }
    }
    assertThat(records(plan)).isEqualTo(expected);
  }

  @Test
  void rejectsImpossibleNumbers() {
    assertThatThrownBy(() -> plan(1, 0, 0, 4))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("workers is 0");
    assertThatThrownBy(() -> plan(1, 0, 1, 0))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("batch size 0");
    EpochPlan plan = plan(1, 0, 2, 4);
    assertThatThrownBy(() -> plan.batch(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> plan.batch(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> plan.batch(0, plan.batches(0)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void rejectsAnEmptySplit() {
    Manifest trainOnly = Manifests.of(1, 2, 3, Split.TRAIN);
    assertThatThrownBy(() -> EpochPlan.test(trainOnly, Selection.ALL, 1, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("small: the shards hold no test record");
  }

  @Test
  void plansImageNetInASecond() {
    Manifest imageNet = Manifests.of(1100, 118, 10); // 1.3 million records
    long start = System.nanoTime();
    EpochPlan plan = EpochPlan.training(imageNet, Selection.ALL, 1, 0, 8, 256);
    assertThat(plan.batch(7, plan.batches(7) - 1)).isNotEmpty();
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(3); // 0.1 on an idle machine
  }

  private static EpochPlan plan(long seed, int epoch, int workers, int batchSize) {
    return EpochPlan.training(MANIFEST, Selection.ALL, seed, epoch, workers, batchSize);
  }

  private static List<RecordPosition> records(EpochPlan plan) {
    List<RecordPosition> all = new ArrayList<>();
    for (int worker = 0; worker < plan.workers(); worker++) {
      for (int i = 0; i < plan.batches(worker); i++) {
        all.addAll(plan.batch(worker, i));
      }
    }
    return all;
  }
}
