package org.abn.spark.training;

import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abn.data.batch.EpochPlan;
import org.abn.data.shard.Manifest;
import org.abn.model.parts.Model;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a network epoch by epoch on a Spark cluster, and evaluates it there. */
public final class DistributedTraining implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DistributedTraining.class);
  private static final int ATTEMPTS = 3; // without a step forward

  private final JavaSparkContext spark;
  private final String name;
  private final Model model;
  private final AveragingSettings settings;
  private final BatchSource source;
  private final Manifest manifest;
  private final Broadcast<NetworkDescription> description;
  private final AveragingRounds rounds;
  private final Set<String> hosts = new TreeSet<>();
  private EpochProgress brought = EpochProgress.NONE; // where the driver's network is in its epoch
  private long peakBytes;

  /**
   * @param name of the run, by which Spark's jobs are described
   * @param model as it starts; this object trains it in place
   * @throws IOException where the manifest cannot be read
   */
  public DistributedTraining(
      JavaSparkContext spark,
      String name,
      Model model,
      AveragingSettings settings,
      BatchSource source)
      throws IOException {
    this.spark = spark;
    this.name = name;
    this.settings = settings;
    this.source = source;
    manifest = source.manifest();
    this.model = model;
    description = spark.broadcast(NetworkDescription.of(model));
    var feeds = new ShardFeeds(source, model.parts().outputs().size());
    rounds = new AveragingRounds(spark, name, description, settings, feeds);
    rounds.startFrom(ModelState.of(model.graph()));
  }

  /** The network on the driver, as it was at the end of the last epoch, or brought since. */
  public Model model() {
    return model;
  }

  /**
   * Brings the state after a round to the driver's network, for a checkpoint; from its listener.
   */
  public void bring(Round round) {
    rounds.fetchState().into(model.graph());
    round.clock().into(model.graph());
    brought = round.progress();
  }

  /** The machines that workers have run on so far. */
  public Set<String> hosts() {
    return Collections.unmodifiableSet(hosts);
  }

  /** Most physical memory that a worker's process has had so far; 0 where no system says. */
  public long peakBytes() {
    return peakBytes;
  }

  /**
   * Trains the epoch that the network's clock shows, and puts the clock on to the next.
   *
   * @param progress of the epoch so far
   * @param listener is told of every averaging round
   * @return scores of the training images, each before the update that it took part in
   * @throws DivergedException if the loss or the state is not finite
   */
  public Scores trainEpoch(EpochProgress progress, RoundListener listener) {
    brought = progress;
    EpochPlan plan = source.trainingPlan(manifest, Clock.of(model.graph()).epoch());
    int[] batches = IntStream.range(0, settings.workers()).map(plan::batches).toArray();
    return withState(() -> trainEpoch(new EpochRounds(rounds, settings, batches), listener));
  }

  /**
   * Does what starts from the executors' state; if no executor has it any more, from the driver's.
   */
  private Scores withState(Supplier<Scores> task) {
    int losses = 0;
    while (true) {
      EpochProgress from = brought;
      try {
        return task.get();
      } catch (Exception e) { // Spark, in Scala, throws checked ones undeclared
        losses = brought.equals(from) ? losses + 1 : 1;
        if (!isLost(e) || losses == ATTEMPTS) {
          throw e;
        }
        LOG.warn(
            "epoch {} goes on again after round {}: {}",
            Clock.of(model.graph()).epoch() + 1,
            brought.rounds(),
            e.getMessage());
        rounds.startFrom(ModelState.of(model.graph()));
      }
    }
  }

  private static boolean isLost(Exception e) {
    return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
        .anyMatch(StateLostException.class::isInstance);
  }

  private Scores trainEpoch(EpochRounds epoch, RoundListener listener) {
    Clock end = epoch.train(Clock.of(model.graph()), brought, listener);
    epoch.state().into(model.graph());
    new Clock(end.epoch() + 1, end.step()).into(model.graph());
    hosts.addAll(epoch.hosts());
    peakBytes = Math.max(peakBytes, epoch.peakBytes());
    return epoch.scores();
  }

  /** Scores of the test images, or of those held out. */
  public Scores evaluate(Evaluated images) {
    spark.setJobDescription(name + " evaluation");
    int threads = settings.threadsPerWorker();
    BatchSource shards = source.forEvaluation();
    int tasks = shards.evaluationPlan(manifest, images).workers();
    return withState(
        () ->
            new Evaluation(description, rounds.state(), shards, images, threads)
                .run(spark, tasks, (ids, answers) -> Scores.of(answers)).collect().stream()
                    .reduce(Scores.NONE, Scores::plus));
  }

  /** Frees what is kept for the run, here and at executors. */
  @Override
  public void close() {
    rounds.close();
    description.destroy();
    ExecutorShards.forget(source.id());
    ExecutorShards.forget(source.forEvaluation().id());
  }
}
