package org.abn.spark.training;

import java.util.List;
import java.util.stream.IntStream;
import org.abn.data.batch.BatchFeed;
import org.abn.data.batch.MiniBatch;
import org.abn.model.inference.Prediction;
import org.abn.model.inference.Predictor;
import org.abn.model.parts.Model;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Measures a network on images that are not trained on, in parallel, in inference mode.
 *
 * @param description of the network
 * @param state of the network
 * @param source of the images
 * @param images which of them
 * @param threads OpenMP threads of a task
 */
record Evaluation(
    Broadcast<NetworkDescription> description,
    StateSource state,
    BatchSource source,
    Evaluated images,
    int threads)
    implements java.io.Serializable {

  /**
   * What is told of all of them, an element a task, in the order of the images. What is summed over
   * the elements in their order is the same on any cluster.
   *
   * @param tasks as the source plans them
   */
  <T extends Measured<T>> JavaRDD<T> run(JavaSparkContext spark, int tasks, Measure<T> measure) {
    List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
    return spark.parallelize(numbers, tasks).map(task -> measured(task, measure));
  }

  private <T extends Measured<T>> T measured(int task, Measure<T> measure) {
    return NativeThreads.with(
        threads,
        () ->
            ExecutorNetworks.with(
                description.value(), network -> measured(network, task, measure)));
  }

  private <T extends Measured<T>> T measured(Model network, int task, Measure<T> measure) {
    state.read().into(network.graph());
    try (Predictor predictor = Predictor.of(network);
        BatchFeed feed = ExecutorShards.of(source).evaluated(images, task)) {
      return IntStream.range(0, feed.batches())
          .mapToObj(i -> measured(predictor, feed.batch(i), measure))
          .reduce((sum, next) -> sum.plus(next))
          .orElseThrow();
    }
  }

  private <T extends Measured<T>> T measured(
      Predictor predictor, MiniBatch images, Measure<T> measure) {
    try (MiniBatch batch = images;
        Prediction prediction = predictor.predict(batch.images())) {
      Answers answers =
          Answers.of(
              description.value().parts().outputs(),
              output -> prediction.of(output.branch()).logits(),
              Floats.rows(batch.labels()));
      return measure.of(batch.ids(), answers);
    }
  }
}
