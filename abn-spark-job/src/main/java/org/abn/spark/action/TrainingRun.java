package org.abn.spark.action;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.abn.data.Storage;
import org.abn.data.shard.Manifest;
import org.abn.model.TableFit;
import org.abn.model.parts.Model;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.experiment.InvalidConfigurationException;
import org.abn.spark.experiment.Training;
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
import org.apache.spark.util.SerializableConfiguration;

/** One training run, from its configuration to its last checkpoint. */
final class TrainingRun implements AutoCloseable {

  private final Manifest manifest;
  private final BatchSource source;
  private final RunDirectory directory;
  private final TrainingLoop loop;

  private TrainingRun(TrainedModel trained, BatchSource source, RunDirectory directory) {
    this.manifest = trained.manifest();
    this.source = source;
    this.directory = directory;
    loop = new TrainingLoop(trained, source, directory);
  }

  /**
   * Checks the data and the run directory; writes nothing but the run's record.
   *
   * @throws org.abn.data.InvalidDataException where one is at fault
   */
  static TrainingRun prepare(Configuration hadoop, Experiment experiment) throws IOException {
    Path data = Storage.path(experiment.data().uri());
    data = Storage.of(hadoop, data).makeQualified(data);
    Manifest manifest = Manifest.read(hadoop, data);
    BatchSource source = source(hadoop, data, experiment, manifest);
    requireLabels(experiment, manifest);
    var trained = new TrainedModel(experiment, manifest, source.preprocessing());
    requireFit(trained);
    RunDirectory directory = RunDirectory.open(hadoop, experiment, record(experiment, manifest));
    return new TrainingRun(trained, source, directory);
  }

  /** Refuses labels that the network cannot learn. */
  private static void requireLabels(Experiment experiment, Manifest manifest) {
    boolean hasAttributes = !manifest.attributes().isEmpty();
    if (experiment.network().kind().isMultiTask() != hasAttributes) {
      String mismatch =
          hasAttributes
              ? "network.name is %s, which tells one class, and the images of %s have attributes;"
                  + " choose a multitask- or abn-multitask- network"
              : "network.name is %s, which tells attributes, and the images of %s have one class"
                  + " each; choose a network without multitask- in its name";
      throw new InvalidConfigurationException(
          experiment.name(),
          mismatch.formatted(experiment.network().name(), experiment.data().uri()));
    }
  }

  /** Refuses images of a size that the network's table is not for, unless that is meant. */
  private static void requireFit(TrainedModel trained) {
    Experiment experiment = trained.experiment();
    if (experiment.networkSettings().anyImageSize()) {
      return;
    }
    TableFit.misfit(experiment.network(), trained.input())
        .ifPresent(
            misfit -> {
              throw new InvalidConfigurationException(
                  experiment.name(),
                  "network.name: %s; network.any-image-size = true trains it all the same"
                      .formatted(misfit));
            });
  }

  private static BatchSource source(
      Configuration hadoop, Path data, Experiment experiment, Manifest manifest) {
    Training training = experiment.training();
    return new BatchSource(
        UUID.randomUUID().toString(),
        data.toString(),
        manifest.checksum(),
        new SerializableConfiguration(hadoop),
        experiment.data().selection(),
        experiment.data().preprocessing(manifest),
        training.workers().count(),
        training.batchSize(),
        training.seed());
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
