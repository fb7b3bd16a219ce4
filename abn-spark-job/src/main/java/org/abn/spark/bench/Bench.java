package org.abn.spark.bench;

import org.abn.spark.training.ProcessMemory;
import org.deeplearning4j.nn.graph.ComputationGraph;
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
    ComputationGraph network = workload.newNetwork();
    MultiDataSet batch = workload.newBatch(network);
    double[] training = Timings.seconds(steps, () -> network.fit(batch));
    ComputationGraph served = workload.layers().forInference(network);
    INDArray images = batch.getFeatures(0);
    double[] inference = Timings.seconds(steps, () -> served.output(images));
    return new Speed(
        imagesPerSecond(training), imagesPerSecond(inference), ProcessMemory.peakBytes());
  }

  private double imagesPerSecond(double[] seconds) {
    return workload.batch() / Timings.median(seconds);
  }
}
