package org.abn.spark.action;

import java.util.concurrent.TimeUnit;
import org.abn.spark.experiment.CheckpointRule;
import org.abn.spark.training.Round;

/** Tells when a checkpoint is due inside an epoch; its end has one anyway. */
final class RoundSaver {

  private final CheckpointRule rule;
  private long last = System.nanoTime();

  RoundSaver(CheckpointRule rule) {
    this.rule = rule;
  }

  /** How many rounds there are until one is due by their number, at least 1. */
  int untilDue(int done) {
    return rule.rounds() == 0 ? Integer.MAX_VALUE : rule.rounds() - done % rule.rounds();
  }

  boolean isDue(Round round) {
    long minutes = TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - last);
    boolean due =
        round.number() < round.rounds()
            && (isReached(round.number(), rule.rounds()) || isLong(minutes));
    if (due || round.number() == round.rounds()) {
      last = System.nanoTime();
    }
    return due;
  }

  private static boolean isReached(int round, int every) {
    return every > 0 && round % every == 0;
  }

  private boolean isLong(long minutes) {
    return rule.minutes() > 0 && minutes >= rule.minutes();
  }
}
