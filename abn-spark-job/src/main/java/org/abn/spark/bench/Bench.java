package org.abn.spark.bench;

import java.util.OptionalLong;
import java.util.function.Consumer;
import org.abn.model.parts.Model;
import org.abn.spark.training.ProcessMemory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Times training and inference of one network in this process.
 *
 * @param workload what to run
 * @param steps that count, at least 1
 */
public record Bench(Workload workload, int steps) {

  /** Trains, then infers; gives the medians. */
  public Speed run() {
    long start = System.nanoTime();
    Model model = workload.newModel();
    MultiDataSet batch = workload.newBatch(model.graph());
    Consumer<MultiDataSet> train = workload.layers().training(model);
    train.accept(batch);
    double first = (System.nanoTime() - start) / 1e9;
    Timings.warmUp(() -> train.accept(batch));
    OptionalLong before = ProcessMemory.pageFaults();
    double[] training = Timings.each(steps, () -> train.accept(batch));
    OptionalLong after = ProcessMemory.pageFaults();
    OptionalLong faults =
        before.isEmpty()
            ? before
            : OptionalLong.of((after.getAsLong() - before.getAsLong()) / steps);
    Consumer<INDArray> answer = workload.layers().inference(model);
    INDArray images = batch.getFeatures(0);
    double[] inference = Timings.seconds(steps, () -> answer.accept(images));
    return new Speed(
        imagesPerSecond(training),
        imagesPerSecond(inference),
        ProcessMemory.peakBytes(),
        first,
        faults);
  }

  private double imagesPerSecond(double[] seconds) {
    return workload.batch() / Timings.median(seconds);
  }
}
