package org.abn.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.abn.data.InvalidDataException;
import org.abn.data.shard.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
  // Three training shards of 50 blocks of 7 records, and a test shard between them.
  private static final Manifest MANIFEST = Manifests.of(3, 50, 7);
  private static final int TRAIN = 3 * 50 * 7;

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "0, 7", "0, 100", "0, 1049", "30, 0", "30, 100", "2000, 100", "1, 1"})
  void trainsAndValidatesOnDifferentRecords(int limit, int validation) {
    var selection = new Selection(limit, validation);
    Set<RecordPosition> train = new HashSet<>(training(selection, 0));
    List<RecordPosition> held = records(EpochPlan.validation(MANIFEST, selection, 3, 4));
    assertThat(train).hasSize(Math.min(limit == 0 ? TRAIN : limit, TRAIN - validation));
    assertThat(held)
        .hasSize(Math.min(limit == 0 ? TRAIN : limit, validation))
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(train);
  }

  @Test
  void staysTheSameInEveryEpoch() {
    var selection = new Selection(33, 50);
    assertThat(training(selection, 1))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(training(selection, 0))
        .isNotEqualTo(training(selection, 0));
  }

  @Test
  void spreadsFewTestRecordsOverAll() {
    assertThat(new Selection(4, 0).test(10)).containsExactly(0, 2, 5, 7);
    assertThat(new Selection(20, 0).test(3)).containsExactly(0, 1, 2);
    assertThat(Selection.ALL.test(3)).containsExactly(0, 1, 2);
    int most = Integer.MAX_VALUE;
    assertThat(new Selection(3, 0).test(most)).containsExactly(0, most / 3, most / 3 * 2);
  }

  @Test
  void refusesToHoldOutEveryTrainingRecord() {
    assertThatThrownBy(() -> training(new Selection(0, TRAIN), 0))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "data.validation is 1050, must be less than the 1050 training records of the shards");
  }

  private static List<RecordPosition> training(Selection selection, int epoch) {
    return records(EpochPlan.training(MANIFEST, selection, 1, epoch, 2, 8));
  }

  private static List<RecordPosition> records(EpochPlan plan) {
    List<RecordPosition> records = new ArrayList<>();
    for (int worker = 0; worker < plan.workers(); worker++) {
      for (int b = 0; b < plan.batches(worker); b++) {
        records.addAll(plan.batch(worker, b));
      }
    }
    return records;
  }
}
