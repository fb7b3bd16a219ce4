package org.abn.spark.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.abn.model.layer.Dropout;
import org.abn.model.parts.Model;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * One logical worker's part of an averaging round; runs on an executor.
 *
 * @param description of the network
 * @param start what every worker starts the round from
 * @param clock epoch and step that the round starts at
 * @param threads OpenMP threads
 * @param loader reads a mini-batch by its reference
 */
record WorkerTask(
    Broadcast<NetworkDescription> description,
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
            () -> ExecutorNetworks.with(description.value(), network -> train(network, batches)));
    return List.of(result).iterator();
  }

  private WorkerResult train(Model model, Iterator<String> batches) {
    ComputationGraph network = model.graph();
    ScoreListener listener = new ScoreListener(model.parts());
    network.setListeners(listener);
    start.value().into(network);
    clock.into(network);
    int steps = 0;
    for (; batches.hasNext(); steps++) {
      String reference = batches.next();
      MultiDataSet batch = load(reference);
      listener.expect(batch.getLabels(0).toFloatMatrix());
      fit(network, batch, reference);
      free(batch);
    }
    ModelState end = steps == 0 ? null : ModelState.of(network);
    long peak = ProcessMemory.peakBytes().orElse(0);
    return new WorkerResult(end, steps, listener.scores(), Hosts.local(), peak);
  }

  /** With the same dropout of a record on whichever worker it is. */
  private static void fit(ComputationGraph network, MultiDataSet batch, String reference) {
    if (Dropout.isIn(network)) {
      Dropout.ofRecords(network, records(batch, reference), () -> network.fit(batch));
    } else {
      network.fit(batch);
    }
  }

  private static List<String> records(MultiDataSet batch, String reference) {
    List<String> ids = batch.getExampleMetaData(String.class);
    if (ids == null) {
      throw new IllegalStateException(
          "the network has dropout, which goes by records, and the loader of %s tells none"
              .formatted(reference));
    }
    return ids;
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
