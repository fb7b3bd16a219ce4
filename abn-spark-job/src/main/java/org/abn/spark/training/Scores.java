package org.abn.spark.training;

import static org.abn.model.abn.AttentionBranchNetwork.ATTENTION;
import static org.abn.model.abn.AttentionBranchNetwork.PERCEPTION;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.abn.model.abn.AttentionBranchNetwork;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well a network classified some examples.
 *
 * @param attention of the attention branch; without examples for a baseline
 * @param perception of the perception branch, or of the baseline
 */
public record Scores(BranchScores attention, BranchScores perception) implements Serializable {

  /** No examples. */
  public static final Scores NONE = new Scores(BranchScores.NONE, BranchScores.NONE);

  /**
   * Scores what a network gave.
   *
   * @param network its configuration
   * @param activations by vertex; the logits of the branches among them
   * @param classes the true class of each example
   */
  static Scores of(
      ComputationGraphConfiguration network, Map<String, INDArray> activations, int[] classes) {
    Map<String, BranchScores> scores = new HashMap<>();
    for (String output : network.getNetworkOutputs()) {
      INDArray logits = activations.get(AttentionBranchNetwork.logits(network, output));
      scores.put(output, BranchScores.of(logits.toFloatMatrix(), classes));
    }
    return new Scores(scores.getOrDefault(ATTENTION, BranchScores.NONE), scores.get(PERCEPTION));
  }

  /** The scores of both sets of examples. */
  public Scores plus(Scores other) {
    return new Scores(attention.plus(other.attention), perception.plus(other.perception));
  }
}
