package org.abn.spark.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.abn.model.parts.Model;
import org.abn.model.parts.NetworkParts;
import org.abn.model.saved.ModelCard;
import org.abn.model.saved.SavedNetwork;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.experiment.InvalidConfigurationException;
import org.abn.spark.experiment.Training;
import org.abn.spark.experiment.Workers;
import org.abn.spark.results.CheckpointState;
import org.abn.spark.results.Checkpoints.Checkpoint;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.results.EpochScores;
import org.abn.spark.results.PartialEpoch;
import org.abn.spark.results.RoundRows;
import org.abn.spark.results.RunDirectory;
import org.abn.spark.training.AveragingSettings;
import org.abn.spark.training.BatchSource;
import org.abn.spark.training.Clock;
import org.abn.spark.training.DistributedTraining;
import org.abn.spark.training.DivergedException;
import org.abn.spark.training.EpochProgress;
import org.abn.spark.training.Evaluated;
import org.abn.spark.training.ModelState;
import org.abn.spark.training.Round;
import org.abn.spark.training.RoundListener;
import org.abn.spark.training.RoundMetrics;
import org.abn.spark.training.Scores;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The epochs of a run, from its last checkpoint on, with what is written of them. */
final class TrainingLoop {

  private static final double NANOS_A_SECOND = 1e9;

  private final Experiment experiment;
  private final TrainedModel trained;
  private final BatchSource source;
  private final RunDirectory directory;
  private final RoundSaver saver;
  private final ConsoleProgress progress;
  private final List<EpochMetrics> metrics = new ArrayList<>();
  private EpochProgress begun = EpochProgress.NONE;
  private double secondsBefore; // that the rounds took which a checkpoint has of the epoch
  private long epochStart;

  TrainingLoop(TrainedModel trained, BatchSource source, RunDirectory directory) {
    this.experiment = trained.experiment();
    this.trained = trained;
    this.source = source;
    this.directory = directory;
    saver = new RoundSaver(experiment.training().checkpoints());
    progress =
        new ConsoleProgress(
            System.out,
            Boolean.getBoolean("abn.terminal"),
            experiment.name(),
            experiment.training().epochs());
  }

  /** Metrics of all epochs so far, those before a resumption too. */
  List<EpochMetrics> metrics() {
    return List.copyOf(metrics);
  }

  /** Trains what is left of the epochs; gives the model as it is at the end. */
  Model train(JavaSparkContext spark, Termination termination) throws IOException {
    Model model = start();
    if (spark.isLocal()) {
      HeapNeed.requireHere(
          spark,
          experiment.name(),
          model.graph().numParams(),
          experiment.training().workers().count());
    }
    RoundRows rows = directory.rounds(epoch(model), begun.rounds());
    try (var shown = new RoundMetrics();
        var training =
            new DistributedTraining(spark, experiment.name(), model, averaging(), source)) {
      RoundListener listener = new Listener(training, rows, shown, termination);
      while (epoch(model) < experiment.training().epochs()) {
        if (termination.isDue()) {
          throw stopped();
        }
        trainEpoch(training, listener);
        rows.write();
      }
    }
    return model;
  }

  private static int epoch(Model model) {
    return Clock.of(model.graph()).epoch();
  }

  /** Writes what comes of rounds: rows, what is shown, checkpoints. */
  private final class Listener implements RoundListener {
    private final DistributedTraining training;
    private final RoundRows rows;
    private final RoundMetrics shown;
    private final Termination termination;

    Listener(
        DistributedTraining training, RoundRows rows, RoundMetrics shown, Termination termination) {
      this.training = training;
      this.rows = rows;
      this.shown = shown;
      this.termination = termination;
    }

    @Override
    public void done(Round round) {
      directory.requireHeld();
      rows.add(round.clock().epoch() + 1, round);
      shown.show(round);
    }

    @Override
    public int untilKept(int done) {
      return saver.untilDue(done);
    }

    @Override
    public void kept(Round round) {
      progress.accept(round);
      boolean stops = termination.isDue(); // asked once: time may run out in between
      if (stops || saver.isDue(round)) {
        training.bring(round);
        write(training.model(), round, rows);
      }
      if (stops) {
        throw stopped();
      }
    }
  }

  private static StoppedException stopped() {
    return new StoppedException("stopped; called again, train goes on from where it is");
  }

  /** Writes a checkpoint inside an epoch. */
  private void write(Model model, Round round, RoundRows rows) {
    try {
      write(model, PartialEpoch.of(round.progress(), secondsOfEpoch()));
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
    Training settings = experiment.training();
    Workers workers = settings.workers();
    IntUnaryOperator periods =
        epoch -> workers.averaging().period(epoch, settings.sgd().rate(epoch));
    return new AveragingSettings(workers.count(), periods, workers.threads());
  }

  private void trainEpoch(DistributedTraining training, RoundListener listener) throws IOException {
    int epoch = epoch(training.model());
    progress.beginEpoch(epoch + 1, begun.rounds());
    epochStart = System.nanoTime();
    Scores train = trained(training, listener);
    double seconds = secondsOfEpoch();
    begun = EpochProgress.NONE;
    secondsBefore = 0;
    double rate = experiment.training().sgd().rate(epoch);
    var scores = new EpochScores(train, validate(training), training.evaluate(Evaluated.TEST));
    metrics.add(EpochMetrics.of(epoch + 1, rate, scores, trained.labels().attributes(), seconds));
    write(training.model(), null);
    directory.writeMetrics(metrics);
    directory.update(directory.record().on(training.hosts()));
    progress.endEpoch(metrics.get(metrics.size() - 1), training.peakBytes());
  }

  private Optional<Scores> validate(DistributedTraining training) {
    return experiment.data().selection().validation() == 0
        ? Optional.empty()
        : Optional.of(training.evaluate(Evaluated.VALIDATION));
  }

  /** Stops before a checkpoint is written, so that a run can go on from a sound one. */
  private Scores trained(DistributedTraining training, RoundListener listener) {
    try {
      return training.trainEpoch(begun, listener);
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
}
