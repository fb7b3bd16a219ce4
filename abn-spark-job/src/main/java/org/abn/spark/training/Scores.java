package org.abn.spark.training;

import static org.abn.model.abn.AttentionBranchNetwork.ATTENTION_LOGITS;
import static org.abn.model.abn.AttentionBranchNetwork.PERCEPTION_LOGITS;

import java.io.Serializable;
import java.util.Map;
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
   * @param activations by vertex; the logits of the branches among them
   * @param classes the true class of each example
   */
  static Scores of(Map<String, INDArray> activations, int[] classes) {
    INDArray attention = activations.get(ATTENTION_LOGITS);
    INDArray perception = activations.get(PERCEPTION_LOGITS);
    return new Scores(
        attention == null ? BranchScores.NONE : BranchScores.of(rows(attention), classes),
        BranchScores.of(rows(perception), classes));
  }

  private static float[][] rows(INDArray logits) {
    return logits.toFloatMatrix();
  }

  /** The scores of both sets of examples. */
  public Scores plus(Scores other) {
    return new Scores(attention.plus(other.attention), perception.plus(other.perception));
  }
}
