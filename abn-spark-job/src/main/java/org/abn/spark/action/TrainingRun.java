package org.abn.spark.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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
import org.abn.spark.results.PartialEpoch;
import org.abn.spark.results.RoundRows;
import org.abn.spark.results.RunDirectory;
import org.abn.spark.results.RunRecord;
import org.abn.spark.results.Versions;
import org.abn.spark.training.AveragingSettings;
import org.abn.spark.training.BatchSource;
import org.abn.spark.training.Clock;
import org.abn.spark.training.DistributedTraining;
import org.abn.spark.training.DivergedException;
import org.abn.spark.training.EpochProgress;
import org.abn.spark.training.ModelState;
import org.abn.spark.training.Round;
import org.abn.spark.training.Scores;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** One training run, from its configuration to its last checkpoint. */
final class TrainingRun implements AutoCloseable {

  private static final double NANOS_A_SECOND = 1e9;

  private final Experiment experiment;
  private final Manifest manifest;
  private final BatchSource source;
  private final TrainedModel trained;
  private final RunDirectory directory;
  private final List<EpochMetrics> metrics = new ArrayList<>();
  private EpochProgress begun = EpochProgress.NONE;
  private double secondsBefore; // that the rounds took which a checkpoint has of the epoch
  private long epochStart;

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
        manifest.checksum(),
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

  /** Lets others train in the run directory. */
  @Override
  public void close() throws IOException {
    directory.close();
  }

  Path directory() {
    return directory.path();
  }

  /** Metrics of all epochs so far, those before a resumption too. */
  List<EpochMetrics> metrics() {
    return List.copyOf(metrics);
  }

  /**
   * Trains what is left of the epochs; gives the model as it is at the end.
   *
   * @throws StoppedException if the process was told to stop, and has written a checkpoint
   */
  Model train(JavaSparkContext spark) throws IOException {
    int epochs = experiment.training().epochs();
    Model model = start();
    RoundRows rounds = directory.rounds(Clock.of(model.graph()).epoch(), begun.rounds());
    var progress =
        new ConsoleProgress(
            System.out, Boolean.getBoolean("abn.terminal"), experiment.name(), epochs);
    try (var termination = new Termination();
        var training = training(spark, model, rounds, progress, termination)) {
      while (Clock.of(model.graph()).epoch() < epochs) {
        requireNotStopped(termination);
        trainEpoch(training, progress);
        rounds.write();
      }
    }
    new AttentionPictures(manifest, source).write(model, directory);
    directory.update(directory.record().ended(now()));
    return model;
  }

  private DistributedTraining training(
      JavaSparkContext spark,
      Model model,
      RoundRows rows,
      ConsoleProgress progress,
      Termination termination)
      throws IOException {
    var saver = new RoundSaver(experiment.training().checkpoints());
    // Told by the training that is being made.
    var training = new AtomicReference<DistributedTraining>();
    Consumer<Round> told =
        round -> {
          rows.add(Clock.of(model.graph()).epoch() + 1, round);
          progress.accept(round);
          if (termination.isRequested() || saver.isDue(round)) {
            write(training.get(), round, rows);
          }
          requireNotStopped(termination);
        };
    training.set(new DistributedTraining(spark, model, averaging(), source, told));
    return training.get();
  }

  private static void requireNotStopped(Termination termination) {
    if (termination.isRequested()) {
      throw new StoppedException("stopped; called again, train goes on from where it is");
    }
  }

  /** Writes a checkpoint inside an epoch. */
  private void write(DistributedTraining training, Round round, RoundRows rows) {
    training.bring(round);
    try {
      write(training.model(), PartialEpoch.of(round.progress(), secondsOfEpoch()));
      rows.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private void write(Model model, PartialEpoch partial) throws IOException {
    directory
        .checkpoints()
        .write(
            model,
            trained.provenance(),
            state(model.graph(), partial),
            experiment.training().checkpoints().kept());
  }

  private double secondsOfEpoch() {
    return secondsBefore + (System.nanoTime() - epochStart) / NANOS_A_SECOND;
  }

  private Model start() throws IOException {
    Optional<Checkpoint> latest = directory.checkpoints().latest();
    if (latest.isEmpty()) {
      return newModel();
    }
    CheckpointState state = latest.get().state();
    metrics.addAll(state.metrics());
    directory.writeMetrics(metrics);
    String inside = "";
    if (state.partial() != null) {
      begun = state.partial().progress();
      secondsBefore = state.partial().seconds();
      inside = String.format(Locale.ROOT, ", round %d of the next", begun.rounds());
    }
    System.out.printf(
        Locale.ROOT, "%s: goes on after epoch %d%s%n", directory.path(), state.epoch(), inside);
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
    epochStart = System.nanoTime();
    Scores train = trained(training);
    double seconds = secondsOfEpoch();
    begun = EpochProgress.NONE;
    secondsBefore = 0;
    double rate = experiment.training().sgd().rate(epoch);
    Scores test = training.evaluate();
    metrics.add(EpochMetrics.of(epoch + 1, rate, train, test, manifest.attributes(), seconds));
    write(training.model(), null);
    directory.writeMetrics(metrics);
    directory.update(directory.record().on(training.hosts()));
    progress.endEpoch(metrics.get(metrics.size() - 1), training.peakBytes());
  }

  /** Stops before a checkpoint is written, so that a run can go on from a sound one. */
  private Scores trained(DistributedTraining training) {
    try {
      return training.trainEpoch(begun);
    } catch (DivergedException e) {
      throw new InvalidConfigurationException(
          experiment.name(),
          "training diverged: %s; lower train.learning-rate.initial".formatted(e.getMessage()));
    }
  }

  private CheckpointState state(ComputationGraph network, PartialEpoch partial) {
    ModelState state = ModelState.of(network);
    Clock clock = Clock.of(network);
    return new CheckpointState(
        clock.epoch(),
        clock.step(),
        experiment.training().seed(),
        ModelState.sha256(state.parameters()),
        ModelState.sha256(state.momentum()),
        metrics(),
        partial);
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
