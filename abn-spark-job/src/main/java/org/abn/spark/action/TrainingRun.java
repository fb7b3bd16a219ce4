package org.abn.spark.action;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.abn.data.Storage;
import org.abn.data.shard.Manifest;
import org.abn.model.TableFit;
import org.abn.model.parts.Model;
import org.abn.model.parts.NetworkParts;
import org.abn.model.saved.ModelCard;
import org.abn.model.saved.SavedNetwork;
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

/** One training run, from its configuration to its last checkpoint. */
final class TrainingRun {

  private final Experiment experiment;
  private final Manifest manifest;
  private final BatchSource source;
  private final TrainedModel trained;
  private final RunDirectory directory;
  private final List<EpochMetrics> metrics = new ArrayList<>();

  private TrainingRun(TrainedModel trained, BatchSource source, RunDirectory directory) {
    this.experiment = trained.experiment();
    this.manifest = trained.manifest();
    this.trained = trained;
    this.source = source;
    this.directory = directory;
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

  /** Trains what is left of the epochs; gives the model as it is at the end. */
  Model train(JavaSparkContext spark) throws IOException {
    int epochs = experiment.training().epochs();
    Model model = start();
    var progress =
        new ConsoleProgress(
            System.out, Boolean.getBoolean("abn.terminal"), experiment.name(), epochs);
    try (var training = new DistributedTraining(spark, model, averaging(), source, progress)) {
      while (Clock.of(model.graph()).epoch() < epochs) {
        trainEpoch(training, progress);
      }
    }
    new AttentionPictures(manifest, source).write(model, directory);
    directory.update(directory.record().ended(now()));
    return model;
  }

  private Model start() throws IOException {
    Optional<Checkpoint> latest = directory.checkpoints().latest();
    if (latest.isEmpty()) {
      return newModel();
    }
    CheckpointState state = latest.get().state();
    metrics.addAll(state.metrics());
    directory.writeMetrics(metrics);
    System.out.printf("%s: goes on after epoch %d%n", directory.path(), state.epoch());
    return resumed(latest.get().saved());
  }

  /** The configuration says what a network is whose file does not. */
  private Model resumed(SavedNetwork saved) {
    NetworkParts parts =
        saved.card().map(ModelCard::parts).orElseGet(() -> trained.configuration().parts());
    return new Model(saved.graph(), parts);
  }

  private Model newModel() throws IOException {
    Model model = trained.configuration().newModel();
    Optional<String> initial = experiment.networkSettings().initialModel();
    if (initial.isPresent()) {
      new InitialParameters(initial.get()).into(model.graph(), source.hadoop());
    }
    return model;
  }

  private AveragingSettings averaging() {
    var workers = experiment.training().workers();
    return new AveragingSettings(workers.count(), workers.averagingFrequency(), workers.threads());
  }

  private void trainEpoch(DistributedTraining training, ConsoleProgress progress)
      throws IOException {
    int epoch = Clock.of(training.model().graph()).epoch();
    progress.beginEpoch(epoch + 1);
    long start = System.nanoTime();
    Scores train = training.trainEpoch();
    double seconds = (System.nanoTime() - start) / 1e9;
    requireFinite(epoch, train);
    double rate = experiment.training().sgd().rate(epoch);
    Scores test = training.evaluate();
    metrics.add(EpochMetrics.of(epoch + 1, rate, train, test, manifest.attributes(), seconds));
    directory
        .checkpoints()
        .write(training.model(), trained.provenance(), state(training.model().graph()));
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
          String.format(
              Locale.ROOT,
              "the loss of epoch %d is %s: training diverged, lower train.learning-rate.initial",
              epoch + 1,
              loss));
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
