package org.abn.spark.training;

import java.io.IOException;
import org.abn.model.parts.Model;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Measures a network that is not trained any more on the test images, on a Spark cluster. */
public final class DistributedEvaluation implements AutoCloseable {

  private final JavaSparkContext spark;
  private final SharedModel model;
  private final BatchSource source;

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
    spark.setJobDescription(name + " evaluation");
    this.model = SharedModel.of(spark, model, threads);
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
            model.description(),
            new StateSource.AtDriver(model.state()),
            source,
            Evaluated.TEST,
            model.threads())
        .run(spark, tasks, measure);
  }

  /** Frees what is kept, here and at executors. */
  @Override
  public void close() {
    model.close();
    ExecutorShards.forget(source.id());
  }
}
