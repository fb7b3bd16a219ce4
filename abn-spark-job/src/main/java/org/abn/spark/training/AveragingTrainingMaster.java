package org.abn.spark.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import scala.Function1;
import scala.Function2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * Synchronous parameter averaging over logical workers.
 *
 * <p>Each round, every worker starts from the same parameters and momentum, trains on its next
 * {@code averagingFrequency} mini-batches, and gives both back; the driver takes the mean, weighted
 * by examples. Unlike dl4j-spark's own {@code ParameterAveragingTrainingMaster}, no mini-batch is
 * dropped, a short round weighs what it is, momentum survives, a round's broadcast is freed, and
 * the result does not depend on executors: partition {@code w} of the references is worker {@code
 * w}'s epoch, wherever its tasks run.
 */
public final class AveragingTrainingMaster extends PathsTrainingMaster {

  private final AveragingSettings settings;
  private final Consumer<Round> progress;
  private final Set<String> hosts = new TreeSet<>();
  private final Broadcast<NetworkDescription> description;
  private Scores scores = Scores.NONE;
  private long peakBytes;

  /**
   * @param description of the network
   * @param progress is told of every round, on the driver
   */
  public AveragingTrainingMaster(
      AveragingSettings settings,
      Broadcast<NetworkDescription> description,
      Consumer<Round> progress) {
    this.settings = settings;
    this.description = description;
    this.progress = progress;
  }

  /** Scores of the epoch last trained, each mini-batch before its update. */
  public Scores epochScores() {
    return scores;
  }

  /** The machines that workers have run on so far. */
  public Set<String> hosts() {
    return Collections.unmodifiableSet(hosts);
  }

  /** Most physical memory that a worker's process has had; 0 where no system says. */
  public long peakBytes() {
    return peakBytes;
  }

  /**
   * Trains one epoch; called through {@link SparkComputationGraph#fitPaths}.
   *
   * @param batches references to mini-batches, a partition a worker, in the order to train on them
   * @throws IllegalArgumentException where partitions and workers differ in number
   */
  @Override
  public void executeTrainingPaths(
      SparkDl4jMultiLayer unused,
      SparkComputationGraph graph,
      JavaRDD<String> batches,
      DataSetLoader unusedLoader,
      MultiDataSetLoader loader) {
    if (batches.getNumPartitions() != settings.workers()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected a partition for each of %d workers, got %d",
              settings.workers(),
              batches.getNumPartitions()));
    }
    scores = Scores.NONE;
    int rounds = rounds(batches);
    for (int round = 0; round < rounds; round++) {
      trainRound(graph, slice(batches, round), loader);
      progress.accept(new Round(round + 1, rounds, scores));
    }
  }

  private int rounds(JavaRDD<String> batches) {
    int most = batches.glom().map(List::size).reduce(Math::max);
    return (most + settings.averagingFrequency() - 1) / settings.averagingFrequency();
  }

  /** What each worker trains on in a round. */
  private JavaRDD<String> slice(JavaRDD<String> batches, int round) {
    int length = settings.averagingFrequency();
    int skipped = round * length;
    return batches.mapPartitions(
        references -> {
          List<String> taken = new ArrayList<>(length);
          for (int i = 0; references.hasNext() && i < skipped + length; i++) {
            String reference = references.next();
            if (i >= skipped) {
              taken.add(reference);
            }
          }
          return taken.iterator();
        });
  }

  private void trainRound(
      SparkComputationGraph graph, JavaRDD<String> batches, MultiDataSetLoader loader) {
    ComputationGraph network = graph.getNetwork();
    JavaSparkContext spark = graph.getSparkContext();
    Broadcast<ModelState> start = spark.broadcast(ModelState.of(network));
    try {
      WorkerTask task =
          new WorkerTask(
              description, start, Clock.of(network), settings.threadsPerWorker(), loader);
      Average average = new Average();
      runWorkers(batches.mapPartitions(task), average);
      average.mean(settings.workers()).into(network);
      Clock.of(network).plusSteps(average.steps()).into(network);
      scores = scores.plus(average.scores());
      hosts.addAll(average.hosts());
      peakBytes = Math.max(peakBytes, average.peakBytes());
    } finally {
      start.destroy();
    }
  }

  /** Hands over each worker's result as it comes, so that the driver never holds them all. */
  private static void runWorkers(JavaRDD<WorkerResult> results, Average average) {
    ClassTag<WorkerResult> type = ClassTag$.MODULE$.apply(WorkerResult.class);
    Function1<scala.collection.Iterator<WorkerResult>, WorkerResult> only =
        (Function1<scala.collection.Iterator<WorkerResult>, WorkerResult> & Serializable)
            scala.collection.Iterator::next;
    Function2<Object, WorkerResult, BoxedUnit> take =
        (worker, result) -> {
          average.add((Integer) worker, result);
          return BoxedUnit.UNIT;
        };
    results.context().runJob(results.rdd(), only, take, type);
  }
}
