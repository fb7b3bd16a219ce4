package org.abn.spark.training;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.abn.data.batch.BatchFeed;
import org.abn.data.batch.MiniBatch;
import org.abn.model.abn.AttentionBranchNetwork;
import org.abn.model.layer.Folding;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores a network on the test images, in parallel, in inference mode.
 *
 * @param configuration of the network (JSON)
 * @param state of the network
 * @param source of the test images
 * @param threads OpenMP threads of a task
 */
record Evaluation(
    Broadcast<String> configuration, Broadcast<ModelState> state, BatchSource source, int threads)
    implements java.io.Serializable {

  /** The scores over all test images; summed in a fixed order. */
  Scores run(JavaSparkContext spark) {
    List<Integer> workers = IntStream.range(0, source.workers()).boxed().toList();
    return spark.parallelize(workers, workers.size()).map(this::score).collect().stream()
        .reduce(Scores.NONE, Scores::plus);
  }

  private Scores score(int worker) {
    return NativeThreads.with(
        threads,
        () -> ExecutorNetworks.with(configuration.value(), network -> score(network, worker)));
  }

  private Scores score(ComputationGraph network, int worker) {
    state.value().into(network);
    ComputationGraph folded = Folding.of(network);
    Scores scores = Scores.NONE;
    try (BatchFeed feed = ExecutorBatches.of(source).testImages(worker)) {
      for (int i = 0; i < feed.batches(); i++) {
        try (MiniBatch batch = feed.batch(i)) {
          Map<String, INDArray> logits = logits(folded, batch.images());
          float[][] labels = batch.labels().toFloatMatrix();
          scores = scores.plus(Scores.of(folded.getConfiguration(), logits, labels));
        }
      }
    }
    return scores;
  }

  private static Map<String, INDArray> logits(ComputationGraph network, INDArray images) {
    var configuration = network.getConfiguration();
    List<String> vertices =
        configuration.getNetworkOutputs().stream()
            .map(output -> AttentionBranchNetwork.logits(configuration, output))
            .toList();
    INDArray[] outputs = network.output(vertices, false, new INDArray[] {images}, null);
    Map<String, INDArray> logits = new HashMap<>();
    for (int i = 0; i < outputs.length; i++) {
      logits.put(vertices.get(i), outputs[i]);
    }
    return logits;
  }
}
