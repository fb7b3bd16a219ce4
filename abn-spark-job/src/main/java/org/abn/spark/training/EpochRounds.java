package org.abn.spark.training;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.abn.spark.training.Round.Times;

/** The averaging rounds of an epoch, one after another. Used once. */
final class EpochRounds {

  private static final double NANOS_A_MILLI = 1e6;

  private final AveragingRounds rounds;
  private final AveragingSettings settings;
  private final int[] batches;
  private final Set<String> hosts = new TreeSet<>();
  private Scores scores = Scores.NONE;
  private long peakBytes;

  /**
   * @param batches of the epoch, by worker
   */
  EpochRounds(AveragingRounds rounds, AveragingSettings settings, int[] batches) {
    this.rounds = rounds;
    this.settings = settings;
    this.batches = batches;
  }

  /**
   * Trains what is left of the epoch, from the state that executors have.
   *
   * @param clock that it goes on at
   * @param progress of the epoch so far
   * @param told of every round
   * @return the clock at its end, of the same epoch
   */
  Clock train(Clock clock, EpochProgress progress, Consumer<Round> told) {
    int length = settings.averagingFrequency();
    int most = Arrays.stream(batches).max().orElse(0);
    int count = (most + length - 1) / length;
    Clock now = clock;
    scores = progress.scores();
    for (int round = progress.rounds(); round < count; round++) {
      long begin = System.nanoTime();
      List<WorkerReport> reports = rounds.train(now, round * length, batches);
      double millis = (System.nanoTime() - begin) / NANOS_A_MILLI;
      now = now.plusSteps(reports.stream().mapToInt(WorkerReport::steps).max().orElseThrow());
      reports.forEach(this::add);
      Scores own = reports.stream().map(WorkerReport::scores).reduce(Scores.NONE, Scores::plus);
      scores = scores.plus(own);
      told.accept(new Round(round + 1, count, now, scores, own, Times.of(reports, millis)));
    }
    return now;
  }

  private void add(WorkerReport report) {
    hosts.add(report.place().host());
    peakBytes = Math.max(peakBytes, report.place().peakBytes());
  }

  /** Scores of the epoch, each mini-batch before its update. */
  Scores scores() {
    return scores;
  }

  /** The machines that workers have run on. */
  Set<String> hosts() {
    return hosts;
  }

  /** Most physical memory that a worker's process has had; 0 where no system says. */
  long peakBytes() {
    return peakBytes;
  }

  /** The state at the end, brought to the driver. */
  ModelState state() {
    return rounds.fetchState();
  }
}
