package org.abn.spark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;

/**
 * {@link AveragingRounds} behind dl4j-spark's interface, for programs that have a {@link
 * SparkComputationGraph} and a loader of their own.
 *
 * <p>Unlike dl4j-spark's own {@code ParameterAveragingTrainingMaster}, no mini-batch is dropped, a
 * short round weighs what it is, momentum survives, and the result does not depend on executors:
 * partition {@code w} of the references is worker {@code w}'s epoch, wherever its tasks run.
 */
public final class AveragingTrainingMaster extends PathsTrainingMaster {

  private final AveragingSettings settings;
  private final Broadcast<NetworkDescription> description;
  private final Consumer<Round> progress;

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

  /**
   * Trains one epoch; called through {@link SparkComputationGraph#fitPaths}.
   *
   * @param batches references to mini-batches, a partition a worker, in the order to train on them
   * @throws IllegalArgumentException where partitions and workers differ in number
   * @throws DivergedException if the loss or the state is not finite
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
    JavaSparkContext spark = graph.getSparkContext();
    List<List<String>> references = new ArrayList<>(batches.glom().collect());
    int[] counts = references.stream().mapToInt(List::size).toArray();
    Broadcast<List<List<String>>> sent = spark.broadcast(references);
    try (var rounds =
        new AveragingRounds(spark, description, settings, new PathFeeds(sent, loader))) {
      rounds.startFrom(ModelState.of(graph.getNetwork()));
      train(graph.getNetwork(), new EpochRounds(rounds, settings, counts));
    } finally {
      sent.destroy();
    }
  }

  private void train(ComputationGraph network, EpochRounds epoch) {
    Clock end = epoch.train(Clock.of(network), EpochProgress.NONE, progress);
    epoch.state().into(network);
    end.into(network);
  }
}
