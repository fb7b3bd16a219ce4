package org.abn.spark.action;

import java.io.IOException;
import java.util.UUID;
import org.abn.data.Storage;
import org.abn.data.shard.Manifest;
import org.abn.model.TableFit;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.experiment.InvalidConfigurationException;
import org.abn.spark.experiment.Training;
import org.abn.spark.training.BatchSource;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * An experiment whose data is there and fits its network.
 *
 * @param manifest of the data
 * @param trained its model
 * @param source of its images
 */
record PreparedExperiment(Manifest manifest, TrainedModel trained, BatchSource source) {

  /**
   * Reads the manifest of the data, and nothing else.
   *
   * @throws org.abn.data.InvalidDataException where the data is at fault
   * @throws InvalidConfigurationException where network and data do not go together
   */
  static PreparedExperiment of(Configuration hadoop, Experiment experiment) throws IOException {
    Path data = Storage.path(experiment.data().uri());
    data = Storage.of(hadoop, data).makeQualified(data);
    Manifest manifest = Manifest.read(hadoop, data);
    BatchSource source = source(hadoop, data, experiment, manifest);
    requireLabels(experiment, manifest);
    var trained =
        new TrainedModel(
            experiment, manifest.labels(), manifest.checksum(), source.preprocessing());
    requireFit(trained);
    return new PreparedExperiment(manifest, trained, source);
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
}
