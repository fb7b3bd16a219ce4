package org.abn.spark.training;

import java.io.IOException;
import org.abn.model.parts.Model;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Measures a network that is not trained any more on the test images, on a Spark cluster. */
public final class DistributedEvaluation implements AutoCloseable {

  private final JavaSparkContext spark;
  private final Broadcast<NetworkDescription> description;
  private final Broadcast<ModelState> state;
  private final BatchSource source;
  private final int threads;

  /**
   * @param name by which Spark's jobs are described
   * @param model as it is now
   * @param source of the test images
   * @param threads OpenMP threads of a task
   */
  public DistributedEvaluation(
      JavaSparkContext spark, String name, Model model, BatchSource source, int threads) {
    this.spark = spark;
    this.source = source.forEvaluation();
    this.threads = threads;
    spark.setJobDescription(name + " evaluation");
    description = spark.broadcast(NetworkDescription.of(model));
    state = spark.broadcast(ModelState.of(model.graph()));
  }

  /**
   * What is told of the test images, computed when it is asked for: an element a task, in the order
   * of the images. Tasks depend on the data alone, so what is summed over the elements in their
   * order is the same on any cluster.
   *
   * @throws IOException where the manifest cannot be read
   */
  public <T extends Measured<T>> JavaRDD<T> run(Measure<T> measure) throws IOException {
    int tasks = source.evaluationPlan(source.manifest(), Evaluated.TEST).workers();
    return new Evaluation(
            description, new StateSource.AtDriver(state), source, Evaluated.TEST, threads)
        .run(spark, tasks, measure);
  }

  /** Frees what is kept, here and at executors. */
  @Override
  public void close() {
    state.destroy();
    description.destroy();
    ExecutorNetworks.forget();
    ExecutorShards.forget(source.id());
  }
}
