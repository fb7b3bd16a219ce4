package org.abn.spark.training;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.abn.data.batch.EpochPlan;
import org.abn.data.shard.Manifest;
import org.abn.model.parts.Model;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;

/** Trains a network epoch by epoch on a Spark cluster, and evaluates it there. */
public final class DistributedTraining implements AutoCloseable {

  private final JavaSparkContext spark;
  private final Model model;
  private final SparkComputationGraph graph;
  private final AveragingTrainingMaster master;
  private final AveragingSettings settings;
  private final BatchSource source;
  private final Manifest manifest;
  private final Broadcast<NetworkDescription> description;

  /**
   * @param model as it starts; this object trains it in place
   * @param progress is told of every averaging round
   * @throws IOException where the manifest cannot be read
   */
  public DistributedTraining(
      JavaSparkContext spark,
      Model model,
      AveragingSettings settings,
      BatchSource source,
      Consumer<Round> progress)
      throws IOException {
    this.spark = spark;
    this.settings = settings;
    this.source = source;
    manifest = source.manifest();
    this.model = model;
    description = spark.broadcast(NetworkDescription.of(model));
    master = new AveragingTrainingMaster(settings, description, progress);
    graph = new SparkComputationGraph(spark, model.graph(), master);
  }

  /** The network on the driver, as trained so far. */
  public Model model() {
    return model;
  }

  /** The machines that workers have run on so far. */
  public Set<String> hosts() {
    return master.hosts();
  }

  /** Most physical memory that a worker's process has had so far; 0 where no system says. */
  public long peakBytes() {
    return master.peakBytes();
  }

  /**
   * Trains one epoch, the one that the network's clock shows, and puts the clock on by one.
   *
   * @return scores of the training images, each before the update that it took part in
   */
  public Scores trainEpoch() {
    int epoch = Clock.of(model.graph()).epoch();
    graph.fitPaths(references(epoch), new ShardBatchLoader(source, model.parts().outputs().size()));
    return master.epochScores();
  }

  /** A partition a worker, the mini-batches of its epoch in each. */
  private JavaRDD<String> references(int epoch) {
    EpochPlan plan = source.trainingPlan(manifest, epoch);
    int[] counts = IntStream.range(0, settings.workers()).map(plan::batches).toArray();
    List<Integer> workers = IntStream.range(0, settings.workers()).boxed().toList();
    return spark
        .parallelize(workers, workers.size())
        .flatMap(worker -> BatchReference.all(epoch, worker, counts[worker]).iterator());
  }

  /** Scores of the test images. */
  public Scores evaluate() {
    Broadcast<ModelState> state = spark.broadcast(ModelState.of(model.graph()));
    try {
      return new Evaluation(description, state, source.forEvaluation(), settings.threadsPerWorker())
          .run(spark);
    } finally {
      state.destroy();
    }
  }

  /** Frees what this process keeps for the run. */
  @Override
  public void close() {
    description.destroy();
    ExecutorBatches.forget(source);
    ExecutorBatches.forget(source.forEvaluation());
  }
}
