package org.abn.spark.action;

import java.io.IOException;
import org.abn.spark.experiment.Experiment;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Trains a network, or goes on where its run directory has a checkpoint.
 *
 * <p>The driver holds the network, averages what the workers give back and writes the run
 * directory; executors read shards, train and evaluate.
 *
 * @param experiment what to train on what, and how
 */
public record TrainAction(Experiment experiment) {

  /**
   * Runs the command.
   *
   * @throws org.abn.data.InvalidDataException where the data, the configuration or what is in the
   *     run directory is at fault
   */
  public void run() throws IOException {
    // Before Spark is started, so that what the user has to mend is reported at once.
    try (TrainingRun run = TrainingRun.prepare(SparkContexts.hadoop(), experiment)) {
      int threads = experiment.training().workers().threads();
      try (JavaSparkContext spark =
          SparkContexts.startForTraining("train " + experiment.name(), threads)) {
        try (var termination = new Termination()) {
          run.train(spark, termination);
        }
      }
      System.out.println("run directory: " + run.directory());
    }
  }
}
