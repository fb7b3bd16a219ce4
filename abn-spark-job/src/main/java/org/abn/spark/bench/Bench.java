package org.abn.spark.bench;

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
    Model model = workload.newModel();
    MultiDataSet batch = workload.newBatch(model.graph());
    Consumer<MultiDataSet> train = workload.layers().training(model);
    double[] training = Timings.seconds(steps, () -> train.accept(batch));
    Consumer<INDArray> answer = workload.layers().inference(model);
    INDArray images = batch.getFeatures(0);
    double[] inference = Timings.seconds(steps, () -> answer.accept(images));
    return new Speed(
        imagesPerSecond(training), imagesPerSecond(inference), ProcessMemory.peakBytes());
  }

  private double imagesPerSecond(double[] seconds) {
    return workload.batch() / Timings.median(seconds);
  }
}
