package org.abn.spark.training;

import java.util.List;
import java.util.stream.IntStream;
import org.abn.data.batch.BatchFeed;
import org.abn.data.batch.MiniBatch;
import org.abn.model.inference.Prediction;
import org.abn.model.inference.Predictor;
import org.abn.model.parts.Model;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Scores a network on images that are not trained on, in parallel, in inference mode.
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
   * The scores over all of them; summed in a fixed order.
   *
   * @param tasks as the source plans them
   */
  Scores run(JavaSparkContext spark, int tasks) {
    List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
    return spark.parallelize(numbers, tasks).map(this::score).collect().stream()
        .reduce(Scores.NONE, Scores::plus);
  }

  private Scores score(int task) {
    return NativeThreads.with(
        threads, () -> ExecutorNetworks.with(description.value(), network -> score(network, task)));
  }

  private Scores score(Model network, int task) {
    state.read().into(network.graph());
    Scores scores = Scores.NONE;
    try (Predictor predictor = Predictor.of(network);
        BatchFeed feed = ExecutorShards.of(source).evaluated(images, task)) {
      for (int i = 0; i < feed.batches(); i++) {
        scores = scores.plus(score(predictor, feed.batch(i)));
      }
    }
    return scores;
  }

  private Scores score(Predictor predictor, MiniBatch images) {
    try (MiniBatch batch = images;
        Prediction prediction = predictor.predict(batch.images())) {
      return Scores.of(
          description.value().parts().outputs(),
          output -> prediction.of(output.branch()).logits(),
          Floats.rows(batch.labels()));
    }
  }
}
