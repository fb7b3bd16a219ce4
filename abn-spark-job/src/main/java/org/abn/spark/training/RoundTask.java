package org.abn.spark.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.abn.model.parts.Model;
import org.abn.spark.device.Hosts;
import org.abn.spark.training.FeedSource.Feed;
import org.abn.spark.training.WorkerNetwork.Outcome;
import org.abn.spark.training.WorkerReport.Millis;
import org.abn.spark.training.WorkerReport.Place;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;

/**
 * One logical worker's part of a Spark job; runs on an executor.
 *
 * @param description of the network
 * @param start what every worker starts the round from
 * @param threads OpenMP threads
 * @param feeds of mini-batches
 */
record RoundTask(
    Broadcast<NetworkDescription> description,
    StateSource start,
    int threads,
    Broadcast<FeedSource> feeds)
    implements Serializable {

  private static final double NANOS_A_MILLI = 1e6;

  /**
   * What has become of the worker.
   *
   * @param state of its network; null where it had no mini-batch left
   * @param reports for the driver, one a round
   */
  record Result(ModelState state, List<WorkerReport> reports) {}

  /** Trains on the mini-batches of the rounds, in their order. */
  Result train(WorkerRound round) {
    if (round.batches() == 0) {
      var idle = new WorkerReport(round.worker(), 0, Scores.NONE, List.of(), place(), Millis.NONE);
      return new Result(null, List.of(idle));
    }
    return NativeThreads.with(
        threads,
        () ->
            ExecutorNetworks.with(
                description.value(),
                model ->
                    ExecutorFeeds.with(round, feeds.value(), feed -> train(model, round, feed))));
  }

  private Result train(Model model, WorkerRound round, Feed feed) {
    long began = System.nanoTime();
    start.read().into(model.graph());
    Stretch stretch = round.stretch();
    stretch.clock().into(model.graph());
    WorkerNetwork network = new WorkerNetwork(model, feed);
    List<WorkerReport> reports = new ArrayList<>();
    ModelState end = null;
    long fetch = System.nanoTime() - began;
    int done = 0;
    while (done < round.batches()) {
      int count = Math.min(stretch.period(), round.batches() - done);
      Outcome outcome = network.train(stretch.first() + done, count);
      done = outcome.diverged().isEmpty() ? done + count : round.batches();
      if (done == round.batches()) {
        end = ModelState.of(model.graph());
      }
      long now = System.nanoTime();
      reports.add(report(round.worker(), outcome, millis(fetch, outcome.waited(), now - began)));
      began = now;
      fetch = 0;
    }
    return new Result(end, reports);
  }

  private static WorkerReport report(int worker, Outcome outcome, Millis millis) {
    return new WorkerReport(
        worker, outcome.steps(), outcome.scores(), outcome.diverged(), place(), millis);
  }

  private static Millis millis(long fetch, long waited, long all) {
    return new Millis(
        fetch / NANOS_A_MILLI, waited / NANOS_A_MILLI, (all - fetch - waited) / NANOS_A_MILLI);
  }

  private static Place place() {
    var here = SparkEnv.get().blockManager().blockManagerId();
    String location = "executor_" + here.host() + "_" + here.executorId();
    return new Place(Hosts.local(), location, ProcessMemory.peakBytes().orElse(0));
  }
}
