package org.abn.spark.action;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.abn.data.shard.Manifest;
import org.abn.model.parts.Model;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.report.RunReport;
import org.abn.spark.results.AttentionPicture;
import org.abn.spark.results.RunData;
import org.abn.spark.results.RunDirectory;
import org.abn.spark.results.RunRecord;
import org.abn.spark.results.Versions;
import org.abn.spark.training.BatchSource;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** One training run, from its configuration to its last checkpoint. */
final class TrainingRun implements AutoCloseable {

  private final Manifest manifest;
  private final BatchSource source;
  private final RunDirectory directory;
  private final TrainingLoop loop;

  private TrainingRun(PreparedExperiment prepared, RunDirectory directory) {
    manifest = prepared.manifest();
    source = prepared.source();
    this.directory = directory;
    loop = new TrainingLoop(prepared.trained(), source, directory);
  }

  /**
   * Checks the data and the run directory; writes nothing but the run's record.
   *
   * @throws org.abn.data.InvalidDataException where one is at fault
   */
  static TrainingRun prepare(Configuration hadoop, Experiment experiment) throws IOException {
    PreparedExperiment prepared = PreparedExperiment.of(hadoop, experiment);
    experiment.data().requireTrainingImages(prepared.manifest());
    RunDirectory directory =
        RunDirectory.open(hadoop, experiment, record(experiment, prepared.manifest()));
    return new TrainingRun(prepared, directory);
  }

  private static RunRecord record(Experiment experiment, Manifest manifest) {
    return new RunRecord(
        experiment.name(),
        experiment.settings(),
        manifest.checksum(),
        RunData.of(manifest),
        Versions.all(),
        Versions.gitCommit(),
        Map.of("train", experiment.training().seed(), "shards", manifest.seed()),
        List.of(),
        now(),
        null);
  }

  /** Lets others train in the run directory. */
  @Override
  public void close() throws IOException {
    directory.close();
  }

  Path directory() {
    return directory.path();
  }

  /** What there is to report of all epochs so far, those before a resumption too. */
  RunReport report() throws IOException {
    return report(directory.attentionPictures());
  }

  private RunReport report(List<AttentionPicture> pictures) {
    return new RunReport(directory.record(), manifest.dataset(), loop.metrics(), pictures);
  }

  /**
   * Trains what is left of the epochs; gives the model as it is at the end.
   *
   * @throws StoppedException if the termination was due, and a checkpoint has been written
   */
  Model train(JavaSparkContext spark, Termination termination) throws IOException {
    Model model = trained(spark, termination);
    new AttentionPictures(manifest, source).write(model, directory);
    directory.update(directory.record().ended(now()));
    new TrainingReport(directory).write(report());
    return model;
  }

  private Model trained(JavaSparkContext spark, Termination termination) throws IOException {
    try {
      return loop.train(spark, termination);
    } catch (StoppedException e) {
      if (!loop.metrics().isEmpty()) {
        new TrainingReport(directory).write(report(List.of())); // maps, if any, are of before
      }
      throw e;
    }
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
