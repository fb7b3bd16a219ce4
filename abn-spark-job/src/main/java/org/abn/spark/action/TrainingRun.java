package org.abn.spark.action;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Preprocessing;
import org.abn.data.shard.Manifest;
import org.abn.model.Images;
import org.abn.model.Network;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.experiment.InvalidConfigurationException;
import org.abn.spark.experiment.Training;
import org.abn.spark.results.CheckpointState;
import org.abn.spark.results.Checkpoints.Checkpoint;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.results.RunDirectory;
import org.abn.spark.results.RunRecord;
import org.abn.spark.results.Versions;
import org.abn.spark.training.AveragingSettings;
import org.abn.spark.training.BatchSource;
import org.abn.spark.training.Clock;
import org.abn.spark.training.DistributedTraining;
import org.abn.spark.training.ModelState;
import org.abn.spark.training.Scores;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/** One training run, from its configuration to its last checkpoint. */
final class TrainingRun {

  private final Experiment experiment;
  private final Manifest manifest;
  private final BatchSource source;
  private final RunDirectory directory;
  private final List<EpochMetrics> metrics = new ArrayList<>();

  private TrainingRun(
      Experiment experiment, Manifest manifest, BatchSource source, RunDirectory directory) {
    this.experiment = experiment;
    this.manifest = manifest;
    this.source = source;
    this.directory = directory;
  }

  /**
   * Checks the data and the run directory; writes nothing but the run's record.
   *
   * @throws org.abn.data.InvalidDataException where one is at fault
   */
  static TrainingRun prepare(Configuration hadoop, Experiment experiment) throws IOException {
    Path data = new Path(experiment.data().uri());
    data = data.getFileSystem(hadoop).makeQualified(data);
    Manifest manifest = Manifest.read(hadoop, data);
    BatchSource source = source(hadoop, data, experiment, manifest);
    requireLabels(experiment, manifest);
    RunDirectory directory = RunDirectory.open(hadoop, experiment, record(experiment, manifest));
    return new TrainingRun(experiment, manifest, source, directory);
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

  private static BatchSource source(
      Configuration hadoop, Path data, Experiment experiment, Manifest manifest) {
    Training training = experiment.training();
    return new BatchSource(
        UUID.randomUUID().toString(),
        data.toString(),
        new SerializableConfiguration(hadoop),
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
        Versions.all(),
        Versions.gitCommit(),
        Map.of("train", experiment.training().seed(), "shards", manifest.seed()),
        List.of(),
        now(),
        null);
  }

  Path directory() {
    return directory.path();
  }

  /** Metrics of all epochs so far, those before a resumption too. */
  List<EpochMetrics> metrics() {
    return List.copyOf(metrics);
  }

  /** Trains what is left of the epochs; gives the network as it is at the end. */
  ComputationGraph train(JavaSparkContext spark) throws IOException {
    int epochs = experiment.training().epochs();
    ComputationGraph network = start();
    var progress =
        new ConsoleProgress(
            System.out, Boolean.getBoolean("abn.terminal"), experiment.name(), epochs);
    try (var training = new DistributedTraining(spark, network, averaging(), source, progress)) {
      while (Clock.of(network).epoch() < epochs) {
        trainEpoch(training, progress);
      }
    }
    new AttentionPictures(manifest, source).write(network, directory);
    directory.update(directory.record().ended(now()));
    return network;
  }

  private ComputationGraph start() throws IOException {
    Optional<Checkpoint> latest = directory.checkpoints().latest();
    if (latest.isEmpty()) {
      return newNetwork();
    }
    CheckpointState state = latest.get().state();
    metrics.addAll(state.metrics());
    directory.writeMetrics(metrics);
    System.out.printf("%s: goes on after epoch %d%n", directory.path(), state.epoch());
    return latest.get().network();
  }

  private ComputationGraph newNetwork() throws IOException {
    Preprocessing preprocessing = source.preprocessing();
    ImageSize size = preprocessing.framing().size();
    Network definition = experiment.network();
    var network =
        new ComputationGraph(
            definition.configuration(
                new Images(size.height(), size.width(), preprocessing.normalisation().channels()),
                answers(),
                experiment.training().sgd(),
                experiment.training().seed(),
                DataType.FLOAT));
    network.init();
    if (experiment.initialModel().isPresent()) {
      new SavedModel(experiment.initialModel().get()).initialise(network, source.hadoop());
    }
    return network;
  }

  /** Classes or attributes, whichever there are. */
  private int answers() {
    return manifest.classes().size() + manifest.attributes().size();
  }

  private AveragingSettings averaging() {
    var workers = experiment.training().workers();
    return new AveragingSettings(workers.count(), workers.averagingFrequency(), workers.threads());
  }

  private void trainEpoch(DistributedTraining training, ConsoleProgress progress)
      throws IOException {
    int epoch = Clock.of(training.network()).epoch();
    progress.beginEpoch(epoch + 1);
    long start = System.nanoTime();
    Scores train = training.trainEpoch();
    double seconds = (System.nanoTime() - start) / 1e9;
    requireFinite(epoch, train);
    double rate = experiment.training().sgd().rate(epoch);
    Scores test = training.evaluate();
    metrics.add(EpochMetrics.of(epoch + 1, rate, train, test, manifest.attributes(), seconds));
    directory.checkpoints().write(training.network(), state(training.network()));
    directory.writeMetrics(metrics);
    directory.update(directory.record().on(training.hosts()));
    progress.endEpoch(metrics.get(metrics.size() - 1), training.peakBytes());
  }

  /** Before the checkpoint is written, so that a run can go on from a sound one. */
  private void requireFinite(int epoch, Scores train) {
    double loss = train.attention().loss() + train.perception().loss();
    if (!Double.isFinite(loss)) {
      throw new InvalidConfigurationException(
          experiment.name(),
          "the loss of epoch %d is %s: training diverged, lower train.learning-rate.initial"
              .formatted(epoch + 1, loss));
    }
  }

  private CheckpointState state(ComputationGraph network) {
    ModelState state = ModelState.of(network);
    Clock clock = Clock.of(network);
    return new CheckpointState(
        clock.epoch(),
        clock.step(),
        experiment.training().seed(),
        ModelState.sha256(state.parameters()),
        ModelState.sha256(state.momentum()),
        metrics());
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
