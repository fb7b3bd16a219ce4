package org.abn.spark.action;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.spark.action.EvaluationRun.Result;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.results.PredictionFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Evaluates a checkpoint on the test images.
 *
 * <p>The driver reads the checkpoint and sends it out; executors read shards, answer, and measure;
 * the driver adds that up and writes the run directory's files. Executors write predictions.
 *
 * @param experiment of the checkpoint
 * @param checkpoint URI of a checkpoint or a model.zip; empty of the run directory's latest
 * @param predictions URI of where a row an image goes; empty where none is wanted
 */
public record EvaluateAction(
    Experiment experiment, Optional<String> checkpoint, Optional<String> predictions) {

  /**
   * Runs the command.
   *
   * @param out gets a table, and where the files are
   * @throws InvalidDataException where the data, the checkpoint or a place is at fault
   */
  public void run(PrintWriter out) throws IOException {
    // Before Spark is started, so that what the user has to mend is reported at once.
    Configuration hadoop = SparkContexts.hadoop();
    Optional<PredictionFiles> rows =
        predictions.isPresent()
            ? Optional.of(PredictionFiles.at(hadoop, predictions.get()))
            : Optional.empty();
    EvaluationRun run = EvaluationRun.prepare(hadoop, experiment, checkpoint);
    int threads = experiment.training().workers().threads();
    try (JavaSparkContext spark =
        SparkContexts.startForTraining("evaluate " + experiment.name(), threads)) {
      Result result = run.evaluate(spark, rows);
      out.print(new EvaluationTable(result.report()).text());
      rows.ifPresent(files -> out.println("predictions: " + files.path()));
      out.println("evaluation: " + result.file());
      out.flush();
    }
  }
}
