package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.abn.spark.experiment.CheckpointRule;
import org.abn.spark.training.Clock;
import org.abn.spark.training.Round;
import org.abn.spark.training.Scores;
import org.junit.jupiter.api.Test;

class RoundSaverTest {

  @Test
  void isDueAtEveryNthRoundButNotAtTheEndOfAnEpoch() {
    RoundSaver saver = new RoundSaver(new CheckpointRule(3, 0, 0));
    List<Integer> due =
        IntStream.rangeClosed(1, 9).filter(i -> saver.isDue(round(i))).boxed().toList();
    assertThat(due).containsExactly(3, 6);
  }

  @Test
  void roundsThatAreDoneTogetherEndWhereOneIsDue() {
    RoundSaver saver = new RoundSaver(new CheckpointRule(3, 0, 0));
    assertThat(IntStream.range(0, 7).map(saver::untilDue)).containsExactly(3, 2, 1, 3, 2, 1, 3);
    assertThat(new RoundSaver(CheckpointRule.DEFAULT).untilDue(5)).isEqualTo(Integer.MAX_VALUE);
  }

  private static Round round(int number) {
    return new Round(
        number, 9, new Clock(0, number), Scores.NONE, Scores.NONE, new Round.Times(0, 0, 1, 0, 0));
  }
}
