package org.abn.spark.action;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.abn.data.Storage;
import org.abn.data.record.LabelNames;
import org.abn.data.shard.Manifest;
import org.abn.model.parts.Model;
import org.abn.spark.evaluation.Findings;
import org.abn.spark.evaluation.PredictionTable;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.results.EvaluationFiles;
import org.abn.spark.results.EvaluationReport;
import org.abn.spark.results.EvaluationReport.Checkpoint;
import org.abn.spark.results.EvaluationReport.Subject;
import org.abn.spark.results.PredictionFiles;
import org.abn.spark.results.StoredModel;
import org.abn.spark.training.DistributedEvaluation;
import org.abn.spark.training.Evaluated;
import org.abn.spark.training.Measure;
import org.abn.spark.training.ModelState;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/**
 * The evaluation of one checkpoint. It changes nothing of a run, which may train meanwhile.
 *
 * @param prepared experiment and data
 * @param stored the checkpoint
 * @param model the experiment's network with the checkpoint's parameters
 */
record EvaluationRun(PreparedExperiment prepared, StoredModel stored, Model model) {

  /**
   * What came of it.
   *
   * @param file where the report is
   * @param report in full
   */
  record Result(Path file, EvaluationReport report) {}

  /**
   * Checks the data and the checkpoint; writes nothing.
   *
   * @param checkpoint URI of a checkpoint or a model.zip; empty of the run directory's latest
   * @throws org.abn.data.InvalidDataException where one is at fault
   */
  static EvaluationRun prepare(
      Configuration hadoop, Experiment experiment, Optional<String> checkpoint) throws IOException {
    PreparedExperiment prepared = PreparedExperiment.of(hadoop, experiment);
    TrainedModel trained = prepared.trained();
    // Refuses shards without a test image.
    prepared.source().evaluationPlan(prepared.manifest(), Evaluated.TEST);
    StoredModel stored = StoredModel.of(hadoop, checkpoint, experiment.runDirectory());
    return new EvaluationRun(prepared, stored, new EvaluatedModel(trained, stored).model());
  }

  /** Evaluates, and writes what was found. */
  Result evaluate(JavaSparkContext spark, Optional<PredictionFiles> predictions)
      throws IOException {
    Experiment experiment = experiment();
    int threads = experiment.training().workers().threads();
    try (var evaluation =
        new DistributedEvaluation(spark, experiment.name(), model, prepared.source(), threads)) {
      var table = new PredictionTable(labels());
      // Kept, so that rows are of the same pass as what is measured.
      JavaRDD<Findings> parts =
          evaluation
              .run(
                  predictions.isPresent()
                      ? withRows(table)
                      : (ids, answers) -> Findings.of(answers))
              .persist(StorageLevel.MEMORY_AND_DISK());
      Result result =
          write(
              parts.map(Findings::measures).collect().stream()
                  .reduce(Findings::plus)
                  .orElseThrow());
      if (predictions.isPresent()) {
        predictions
            .get()
            .write(parts.flatMap(part -> part.predictions().iterator()), table.schema());
      }
      return result;
    }
  }

  private static Measure<Findings> withRows(PredictionTable table) {
    return (ids, answers) -> Findings.of(answers).with(table.rows(ids, answers));
  }

  private Result write(Findings findings) throws IOException {
    String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    EvaluationReport report = EvaluationReport.of(subject(), findings, time);
    Configuration hadoop = prepared.source().hadoop();
    var files = new EvaluationFiles(hadoop, Storage.path(experiment().runDirectory()));
    return new Result(files.write(report, findings, labels()), report);
  }

  private Subject subject() {
    float[] parameters = ModelState.of(model.graph()).parameters();
    Manifest manifest = prepared.manifest();
    return new Subject(
        experiment().name(),
        experiment().network().name(),
        Checkpoint.of(stored, ModelState.sha256(parameters)),
        prepared.source().uri(),
        manifest.checksum(),
        labels());
  }

  private Experiment experiment() {
    return prepared.trained().experiment();
  }

  private LabelNames labels() {
    return prepared.trained().labels();
  }
}
