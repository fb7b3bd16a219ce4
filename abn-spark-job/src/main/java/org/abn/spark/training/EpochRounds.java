package org.abn.spark.training;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.abn.spark.training.Round.Times;

/** The averaging rounds of an epoch, one after another. Used once. */
final class EpochRounds {

  private static final double NANOS_A_MILLI = 1e6;
  private static final double JOB_MILLIS = 2000;

  private final AveragingRounds rounds;
  private final AveragingSettings settings;
  private final int[] batches;
  private final Set<String> hosts = new TreeSet<>();
  private Scores scores = Scores.NONE;
  private long peakBytes;
  private Clock now;
  private double roundMillis = JOB_MILLIS; // of the last one

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
   * @param listener is told of every round
   * @return the clock at its end, of the same epoch
   */
  Clock train(Clock clock, EpochProgress progress, RoundListener listener) {
    int period = settings.periods().applyAsInt(clock.epoch());
    int most = Arrays.stream(batches).max().orElse(0);
    int count = (int) (((long) most + period - 1) / period);
    now = clock;
    scores = progress.scores();
    int done = progress.rounds();
    while (done < count) {
      int together = Math.min(together(listener.untilKept(done)), count - done);
      done += train(new Stretch(now, done * period, period, together), count, done, listener);
    }
    return now;
  }

  /** A lone worker does as many rounds in a job as take about two seconds. */
  private int together(int atMost) {
    return settings.workers() > 1
        ? 1
        : (int) Math.max(1, Math.min(atMost, JOB_MILLIS / roundMillis));
  }

  /** Trains in one job; gives the number of rounds. */
  private int train(Stretch stretch, int count, int done, RoundListener listener) {
    long begin = System.nanoTime();
    List<List<WorkerReport>> reports = rounds.train(stretch, batches);
    double millis = (System.nanoTime() - begin) / NANOS_A_MILLI;
    roundMillis = millis / reports.size();
    double exchange = millis - reports.stream().mapToDouble(Times::slowest).sum();
    Round last = null;
    for (int i = 0; i < reports.size(); i++) {
      boolean isLast = i == reports.size() - 1;
      last = round(reports.get(i), isLast ? exchange : 0, done + i + 1, count);
      listener.done(last);
    }
    listener.kept(last);
    return reports.size();
  }

  private Round round(List<WorkerReport> reports, double exchange, int number, int count) {
    now = now.plusSteps(reports.stream().mapToInt(WorkerReport::steps).max().orElseThrow());
    reports.forEach(this::add);
    Scores own = reports.stream().map(WorkerReport::scores).reduce(Scores.NONE, Scores::plus);
    scores = scores.plus(own);
    return new Round(number, count, now, scores, own, Times.of(reports, exchange));
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
