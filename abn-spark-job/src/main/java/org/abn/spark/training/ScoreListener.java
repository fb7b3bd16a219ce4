package org.abn.spark.training;

import java.util.Map;
import org.abn.model.parts.NetworkParts;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Scores each mini-batch from the forward pass that trains on it. */
final class ScoreListener extends BaseTrainingListener {

  private final NetworkParts parts;
  private Scores scores = Scores.NONE;
  private float[][] labels;

  /**
   * @param parts of the network that is listened to
   */
  ScoreListener(NetworkParts parts) {
    this.parts = parts;
  }

  /** The labels of the mini-batch that comes next, {@code [N][K]} or {@code [N][T]}. */
  void expect(float[][] next) {
    labels = next;
  }

  /** Forgets what was scored. */
  void reset() {
    scores = Scores.NONE;
  }

  /** Of the mini-batches since. */
  Scores scores() {
    return scores;
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    Answers answers =
        Answers.of(parts.outputs(), output -> activations.get(output.logits()), labels);
    scores = scores.plus(Scores.of(answers));
  }
}
