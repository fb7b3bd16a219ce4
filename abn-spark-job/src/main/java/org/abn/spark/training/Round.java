package org.abn.spark.training;

import java.util.List;
import org.abn.spark.training.WorkerReport.Millis;

/**
 * What an averaging round did.
 *
 * @param number of the round in its epoch, from 1
 * @param rounds of the epoch
 * @param clock at its end
 * @param scores of the epoch so far
 * @param own scores of the round
 * @param times of its parts
 */
public record Round(int number, int rounds, Clock clock, Scores scores, Scores own, Times times) {

  /** How far its epoch has come with it. */
  public EpochProgress progress() {
    return new EpochProgress(number, scores);
  }

  /**
   * Milliseconds of a round's parts, which add up to all of it.
   *
   * @param fetch of the state that a worker starts from; this and the next two are the workers'
   *     mean
   * @param data for which a worker waited
   * @param train until a worker's state is there
   * @param waiting for the slowest worker
   * @param exchange the rest: launching tasks, averaging, reports
   */
  public record Times(double fetch, double data, double train, double waiting, double exchange) {

    /**
     * Of a round.
     *
     * @param reports of its workers
     * @param exchange milliseconds that it took beside the slowest of them
     */
    static Times of(List<WorkerReport> reports, double exchange) {
      List<Millis> workers = reports.stream().map(WorkerReport::millis).toList();
      double fetch = mean(workers.stream().mapToDouble(Millis::fetch).sum(), workers);
      double data = mean(workers.stream().mapToDouble(Millis::data).sum(), workers);
      double train = mean(workers.stream().mapToDouble(Millis::train).sum(), workers);
      double waiting = slowest(reports) - fetch - data - train;
      return new Times(fetch, data, train, waiting, exchange);
    }

    /** Milliseconds of the slowest worker. */
    static double slowest(List<WorkerReport> reports) {
      return reports.stream().mapToDouble(report -> report.millis().sum()).max().orElse(0);
    }

    double sum() {
      return fetch + data + train + waiting + exchange;
    }

    private static double mean(double sum, List<Millis> workers) {
      return sum / Math.max(1, workers.size());
    }
  }
}
