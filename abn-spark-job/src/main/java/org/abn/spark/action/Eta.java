package org.abn.spark.action;

import java.util.ArrayDeque;
import java.util.Deque;
import org.abn.spark.training.Round;

/**
 * Seconds until training ends: at the pace of the last rounds, since the first ones, which fill
 * caches and compile, say little, and with the time between epochs (evaluation, checkpoint) as in
 * the last of them.
 */
final class Eta {

  private static final int ROUNDS = 16;
  private static final double NANOS_A_SECOND = 1e9;

  private final int epochs;
  private final Deque<Long> ends = new ArrayDeque<>(); // of the last rounds of this epoch
  private int epoch;
  private double betweenEpochs;

  Eta(int epochs) {
    this.epochs = epochs;
  }

  void beginEpoch(int number, long now) {
    epoch = number;
    ends.clear();
    ends.add(now);
  }

  /** A round has ended. */
  void add(Round round, long now) {
    ends.add(now);
    if (ends.size() > Math.min(ROUNDS, round.number()) + 1) {
      ends.remove();
    }
  }

  /** Its evaluation and checkpoint are there. */
  void endEpoch(long now) {
    betweenEpochs = (now - ends.getLast()) / NANOS_A_SECOND;
  }

  /** Seconds that are left behind a round. */
  double seconds(Round round) {
    double pace = (ends.getLast() - ends.getFirst()) / NANOS_A_SECOND / (ends.size() - 1);
    long epochsLeft = epochs - epoch;
    long roundsLeft = round.rounds() * epochsLeft + round.rounds() - round.number();
    return pace * roundsLeft + betweenEpochs * (epochsLeft + 1);
  }
}
