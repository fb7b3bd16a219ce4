package org.abn.spark.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * One logical worker's part of an averaging round; runs on an executor.
 *
 * @param configuration of the network (JSON)
 * @param start what every worker starts the round from
 * @param clock epoch and step that the round starts at
 * @param threads OpenMP threads
 * @param loader reads a mini-batch by its reference
 */
record WorkerTask(
    Broadcast<String> configuration,
    Broadcast<ModelState> start,
    Clock clock,
    int threads,
    MultiDataSetLoader loader)
    implements FlatMapFunction<Iterator<String>, WorkerResult> {

  /** Trains on the mini-batches of the references, in their order; gives one result. */
  @Override
  public Iterator<WorkerResult> call(Iterator<String> batches) {
    WorkerResult result =
        NativeThreads.with(
            threads,
            () -> ExecutorNetworks.with(configuration.value(), network -> train(network, batches)));
    return List.of(result).iterator();
  }

  private WorkerResult train(ComputationGraph network, Iterator<String> batches) {
    ScoreListener listener = new ScoreListener();
    network.setListeners(listener);
    start.value().into(network);
    clock.into(network);
    int steps = 0;
    for (; batches.hasNext(); steps++) {
      MultiDataSet batch = load(batches.next());
      listener.expect(batch.getLabels(0).toFloatMatrix());
      network.fit(batch);
      free(batch);
    }
    ModelState end = steps == 0 ? null : ModelState.of(network);
    long peak = ProcessMemory.peakBytes().orElse(0);
    return new WorkerResult(end, steps, listener.scores(), Hosts.local(), peak);
  }

  /** At once, since the garbage collector does not see how much native memory it holds. */
  private static void free(MultiDataSet batch) {
    for (INDArray[] arrays : List.of(batch.getFeatures(), batch.getLabels())) {
      for (INDArray array : arrays) {
        array.close();
      }
    }
  }

  private MultiDataSet load(String reference) {
    try {
      return loader.load(new ReferenceSource(reference));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the mini-batch " + reference, e);
    }
  }
}
