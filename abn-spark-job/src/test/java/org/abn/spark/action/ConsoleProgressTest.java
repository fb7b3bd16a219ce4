package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.results.EpochScores;
import org.abn.spark.training.AttributeScores;
import org.abn.spark.training.BranchScores;
import org.abn.spark.training.ClassScores;
import org.abn.spark.training.Clock;
import org.abn.spark.training.NoScores;
import org.abn.spark.training.Round;
import org.abn.spark.training.Scores;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

  private static final BranchScores BRANCH = new ClassScores(64, 128, 32, 0);
  private static final Scores ATTENTION = new Scores(BRANCH, BRANCH);
  private static final Scores BASELINE = new Scores(NoScores.NONE, BRANCH);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void rewritesOneLineOnATerminal() {
    ConsoleProgress progress = progress(true);
    progress.beginEpoch(2, 0);
    progress.accept(round(1, ATTENTION));
    progress.accept(round(2, ATTENTION));
    assertThat(shown())
        .startsWith("\r\033[Knet epoch 2/3 round 1/8  ")
        .contains("\r\033[Knet epoch 2/3 round 2/8  ", " images/s  loss 2.000 + 2.000  ETA 0:00:")
        .doesNotContain("\n");
  }

  @Test
  void writesPlainLinesToALogAndNotOneForEveryRound() {
    ConsoleProgress progress = progress(false);
    progress.beginEpoch(1, 0);
    progress.accept(round(1, ATTENTION));
    assertThat(shown()).isEmpty();
    progress.endEpoch(EpochMetrics.of(1, 0.1, of(ATTENTION), List.of(), 0.5), 3L << 29);
    assertThat(shown())
        .isEqualTo(
            "net epoch 1/3  train error 50.00 %  test error 50.00 % (attention 50.00 %)"
                + "  128.0 images/s  0:00:01  peak 1.50 GiB%n".formatted());
  }

  @Test
  void saysNothingOfAnAttentionBranchThatABaselineHasNot() {
    ConsoleProgress progress = progress(true);
    progress.beginEpoch(1, 0);
    progress.accept(round(1, BASELINE));
    progress.endEpoch(EpochMetrics.of(1, 0.1, of(BASELINE), List.of(), 1), 0);
    assertThat(shown()).contains("loss 2.000  ETA").doesNotContain("attention", "NaN");
  }

  @Test
  void saysThatAnErrorIsTheMeanOverAttributes() {
    BranchScores branch = new AttributeScores(4, 8, List.of(3L, 4L));
    Scores scores = new Scores(branch, branch);
    ConsoleProgress progress = progress(false);
    progress.beginEpoch(1, 0);
    List<String> names = List.of("Bald", "Smiling");
    progress.endEpoch(EpochMetrics.of(1, 0.1, of(scores), names, 1), 0);
    assertThat(shown())
        .contains("test error 12.50 % (attention 12.50 %), mean of 2 attributes  4.0 images/s");
  }

  @Test
  void reckonsByTheLastRounds() {
    Eta eta = new Eta(3);
    long second = 1_000_000_000L;
    eta.beginEpoch(2, 0, 0);
    long now = 90 * second; // the first round compiles
    eta.add(round(1, ATTENTION), now);
    assertThat(eta.seconds(round(1, ATTENTION))).isEqualTo(90 * (7 + 8));
    for (int number = 2; number <= 8; number++) {
      eta.add(round(number, ATTENTION), now += second);
    }
    eta.endEpoch(now + 5 * second);
    eta.beginEpoch(3, 0, now + 5 * second);
    eta.add(round(1, ATTENTION), now + 6 * second);
    assertThat(eta.seconds(round(1, ATTENTION))).isEqualTo(7 + 5);
  }

  @Test
  void reckonsByRoundsThatAreToldTogether() {
    Eta eta = new Eta(1);
    long second = 1_000_000_000L;
    eta.beginEpoch(1, 2, 0); // goes on after two
    eta.add(round(4, ATTENTION), 10 * second);
    assertThat(eta.seconds(round(4, ATTENTION))).isEqualTo(5 * 4);
    eta.add(round(7, ATTENTION), 15 * second);
    assertThat(eta.seconds(round(7, ATTENTION))).isEqualTo(3);
  }

  private static Round round(int number, Scores scores) {
    return new Round(
        number, 8, new Clock(0, number), scores, scores, new Round.Times(0, 0, 1, 0, 0));
  }

  private ConsoleProgress progress(boolean terminal) {
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new ConsoleProgress(out, terminal, "net", 3);
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static EpochScores of(Scores scores) {
    return new EpochScores(scores, Optional.empty(), scores);
  }
}
