package org.abn.spark.training;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;

/**
 * {@link AveragingRounds} behind dl4j-spark's interface, for programs that have a {@link
 * SparkComputationGraph} and a loader of their own.
 *
 * <p>Trains from references ({@code fitPaths}) and nothing else: decoded images in an RDD are what
 * dl4j-spark's other ways are made of, and what this product never does; whatever else the
 * interface has throws {@link UnsupportedOperationException}.
 *
 * <p>Unlike dl4j-spark's own {@code ParameterAveragingTrainingMaster}, no mini-batch is dropped, a
 * short round weighs what it is, momentum survives, and the result does not depend on executors:
 * partition {@code w} of the references is worker {@code w}'s epoch, wherever its tasks run.
 */
public final class AveragingTrainingMaster {

  private final AveragingSettings settings;
  private final Broadcast<NetworkDescription> description;
  private final Consumer<Round> progress;

  private AveragingTrainingMaster(
      AveragingSettings settings,
      Broadcast<NetworkDescription> description,
      Consumer<Round> progress) {
    this.settings = settings;
    this.description = description;
    this.progress = progress;
  }

  /**
   * A training master. Its {@code executeTrainingPaths} trains one epoch from references to
   * mini-batches, a partition a worker, in the order to train on them. It throws {@link
   * IllegalArgumentException} where partitions and workers differ in number, and {@link
   * DivergedException} if the loss or the state is not finite.
   *
   * @param description of the network
   * @param progress is told of every round, on the driver
   */
  public static TrainingMaster<?, ?> of(
      AveragingSettings settings,
      Broadcast<NetworkDescription> description,
      Consumer<Round> progress) {
    var master = new AveragingTrainingMaster(settings, description, progress);
    Class<?> type = TrainingMaster.class;
    return (TrainingMaster<?, ?>)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> master.answer(method, arguments));
  }

  private Object answer(Method method, Object... arguments) {
    return switch (method.getName()) {
      case "executeTrainingPaths" -> {
        train(
            (SparkComputationGraph) arguments[1],
            (JavaRDD<?>) arguments[2],
            (MultiDataSetLoader) arguments[4]);
        yield null;
      }
      case "deleteTempFiles" -> true; // there are none
      case "getIsCollectTrainingStats" -> false;
      case "toString" -> "averaging of " + settings.workers() + " workers";
      default ->
          throw new UnsupportedOperationException(
              method.getName()
                  + ": trains a ComputationGraph from references, by"
                  + " SparkComputationGraph.fitPaths");
    };
  }

  private void train(SparkComputationGraph graph, JavaRDD<?> batches, MultiDataSetLoader loader) {
    requirePartitions(batches.getNumPartitions());
    try {
      trainEpoch(graph, batches, loader);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // Spark, in Scala, throws checked ones, which the interface lacks
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private void trainEpoch(
      SparkComputationGraph graph, JavaRDD<?> batches, MultiDataSetLoader loader) {
    JavaSparkContext spark = graph.getSparkContext();
    List<List<String>> references = new ArrayList<>(batches.map(Object::toString).glom().collect());
    int[] counts = references.stream().mapToInt(List::size).toArray();
    Broadcast<List<List<String>>> sent = spark.broadcast(references);
    var feeds = new PathFeeds(sent, loader);
    String name = spark.sc().appName();
    try (var rounds = new AveragingRounds(spark, name, description, settings, feeds)) {
      rounds.startFrom(ModelState.of(graph.getNetwork()));
      train(graph.getNetwork(), new EpochRounds(rounds, settings, counts));
    } finally {
      sent.destroy();
    }
  }

  private void requirePartitions(int partitions) {
    if (partitions != settings.workers()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected a partition for each of %d workers, got %d",
              settings.workers(),
              partitions));
    }
  }

  private void train(ComputationGraph network, EpochRounds epoch) {
    Clock end = epoch.train(Clock.of(network), EpochProgress.NONE, progress::accept);
    epoch.state().into(network);
    end.into(network);
  }
}
