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
  private final Deque<Mark> marks = new ArrayDeque<>(); // of the last rounds of this epoch
  private int epoch;
  private double betweenEpochs;

  Eta(int epochs) {
    this.epochs = epochs;
  }

  /** When a round has ended; some rounds are told together, when the last of them has. */
  private record Mark(int round, long time) {}

  /** An epoch begins, or goes on after so many of its rounds. */
  void beginEpoch(int number, int rounds, long now) {
    epoch = number;
    marks.clear();
    marks.add(new Mark(rounds, now));
  }

  /** A round has ended, and those before it. */
  void add(Round round, long now) {
    marks.add(new Mark(round.number(), now));
    while (marks.size() > 2 && round.number() - marks.getFirst().round() > ROUNDS) {
      marks.remove();
    }
  }

  /** Its evaluation and checkpoint are there. */
  void endEpoch(long now) {
    betweenEpochs = (now - marks.getLast().time()) / NANOS_A_SECOND;
  }

  /** Seconds that are left behind a round. */
  double seconds(Round round) {
    Mark first = marks.getFirst();
    Mark last = marks.getLast();
    double pace = (last.time() - first.time()) / NANOS_A_SECOND / (last.round() - first.round());
    long epochsLeft = epochs - epoch;
    long roundsLeft = round.rounds() * epochsLeft + round.rounds() - round.number();
    return pace * roundsLeft + betweenEpochs * (epochsLeft + 1);
  }
}
