package org.abn.spark.training;

import java.util.ArrayList;
import java.util.List;
import org.abn.model.layer.Dropout;
import org.abn.model.layer.TrainingStep;
import org.abn.model.parts.Model;
import org.abn.spark.training.FeedSource.Feed;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A worker's network, which trains on mini-batches of its feed and tells what came of them. */
final class WorkerNetwork {

  private final ComputationGraph graph;
  private final TrainingStep step;
  private final Feed feed;
  private final ScoreListener listener;

  WorkerNetwork(Model model, Feed feed) {
    this.graph = model.graph();
    step = new TrainingStep(graph);
    this.feed = feed;
    listener = new ScoreListener(model.parts());
    graph.setListeners(listener);
  }

  /**
   * What came of some mini-batches.
   *
   * @param steps how many they were
   * @param scores each before its update
   * @param diverged ids of the records of the last if it is not sound; it is then the last indeed
   * @param waited nanoseconds for data
   */
  record Outcome(int steps, Scores scores, List<String> diverged, long waited) {}

  /** Trains on so many mini-batches, in their order, or to the first that is not sound. */
  Outcome train(int first, int count) {
    listener.reset();
    long waited = 0;
    for (int i = first; i < first + count; i++) {
      long asked = System.nanoTime();
      MultiDataSet batch = feed.batch(i);
      waited += System.nanoTime() - asked;
      List<String> diverged = isSoundAfter(batch) ? List.of() : named(batch);
      free(batch);
      if (!diverged.isEmpty()) {
        return new Outcome(i - first + 1, listener.scores(), diverged, waited);
      }
    }
    return new Outcome(count, listener.scores(), List.of(), waited);
  }

  /** Whether all are numbers: a ReLU can make a finite loss of what is none. */
  private boolean isSoundAfter(MultiDataSet batch) {
    double before = listener.scores().loss();
    listener.expect(Floats.rows(batch.getLabels(0)));
    fit(batch);
    return Double.isFinite(listener.scores().loss() - before)
        && Double.isFinite(graph.params().sumNumber().doubleValue());
  }

  /** With the same dropout of a record on whichever worker it is. */
  private void fit(MultiDataSet batch) {
    if (Dropout.isIn(graph)) {
      Dropout.ofRecords(graph, records(batch), () -> step.fit(batch));
    } else {
      step.fit(batch);
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
}
