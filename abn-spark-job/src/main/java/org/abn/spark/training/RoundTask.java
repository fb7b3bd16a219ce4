package org.abn.spark.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.abn.model.layer.Dropout;
import org.abn.model.parts.Model;
import org.abn.spark.training.FeedSource.Feed;
import org.abn.spark.training.WorkerReport.Millis;
import org.abn.spark.training.WorkerReport.Place;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * One logical worker's part of an averaging round; runs on an executor.
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
   * @param report for the driver
   */
  record Result(ModelState state, WorkerReport report) {}

  /** Trains on the mini-batches of the round, in their order. */
  Result train(WorkerRound round) {
    if (round.batches() == 0) {
      return new Result(
          null, new WorkerReport(round.worker(), 0, Scores.NONE, List.of(), place(), Millis.NONE));
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
    long begin = System.nanoTime();
    ComputationGraph network = model.graph();
    ScoreListener listener = new ScoreListener(model.parts());
    network.setListeners(listener);
    start.read().into(network);
    round.clock().into(network);
    long fetched = System.nanoTime();
    long waited = 0;
    List<String> diverged = List.of();
    int steps = 0;
    while (steps < round.batches() && diverged.isEmpty()) {
      long asked = System.nanoTime();
      MultiDataSet batch = feed.batch(round.first() + steps);
      waited += System.nanoTime() - asked;
      steps++;
      double before = listener.scores().loss();
      listener.expect(Floats.rows(batch.getLabels(0)));
      fit(network, batch);
      if (!isSound(network, listener.scores().loss() - before)) {
        diverged = named(batch);
      }
      free(batch);
    }
    ModelState end = ModelState.of(network);
    double train = (System.nanoTime() - fetched - waited) / NANOS_A_MILLI;
    var millis = new Millis((fetched - begin) / NANOS_A_MILLI, waited / NANOS_A_MILLI, train);
    return new Result(
        end, new WorkerReport(round.worker(), steps, listener.scores(), diverged, place(), millis));
  }

  /** Whether all are numbers: a ReLU can make a finite loss of what is none. */
  private static boolean isSound(ComputationGraph network, double loss) {
    return Double.isFinite(loss) && Double.isFinite(network.params().sumNumber().doubleValue());
  }

  /** With the same dropout of a record on whichever worker it is. */
  private static void fit(ComputationGraph network, MultiDataSet batch) {
    if (Dropout.isIn(network)) {
      Dropout.ofRecords(network, records(batch), () -> network.fit(batch));
    } else {
      network.fit(batch);
    }
  }

  private static List<String> records(MultiDataSet batch) {
    List<String> ids = batch.getExampleMetaData(String.class);
    if (ids == null) {
      throw new IllegalStateException(
          "the network has dropout, which goes by records, and the loader tells none");
    }
    return ids;
  }

  private static List<String> named(MultiDataSet batch) {
    List<String> ids = batch.getExampleMetaData(String.class);
    return ids == null ? List.of("not named by the loader") : new ArrayList<>(ids);
  }

  /** At once, since the garbage collector does not see how much native memory it holds. */
  private static void free(MultiDataSet batch) {
    for (INDArray[] arrays : List.of(batch.getFeatures(), batch.getLabels())) {
      for (INDArray array : arrays) {
        array.close();
      }
    }
  }

  private static Place place() {
    var here = SparkEnv.get().blockManager().blockManagerId();
    String location = "executor_" + here.host() + "_" + here.executorId();
    return new Place(Hosts.local(), location, ProcessMemory.peakBytes().orElse(0));
  }
}
