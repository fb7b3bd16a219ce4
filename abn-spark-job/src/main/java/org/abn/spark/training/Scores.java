package org.abn.spark.training;

import static org.abn.model.abn.AttentionBranchNetwork.ATTENTION;
import static org.abn.model.abn.AttentionBranchNetwork.PERCEPTION;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.abn.model.abn.AttentionBranchNetwork;
import org.abn.model.layer.PairSoftmaxCrossEntropy;
import org.abn.model.layer.SigmoidCrossEntropy;
import org.abn.model.layer.SoftmaxCrossEntropy;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * How well a network answered for some examples.
 *
 * @param attention of the attention branch; without examples for a baseline
 * @param perception of the perception branch, or of the baseline
 */
public record Scores(BranchScores attention, BranchScores perception) implements Serializable {

  /** No examples. */
  public static final Scores NONE = new Scores(NoScores.NONE, NoScores.NONE);

  /**
   * Scores what a network gave.
   *
   * @param network its configuration
   * @param activations by vertex; the logits of the branches among them
   * @param labels {@code [N][K]}, one-hot, or {@code [N][T]}, 0 or 1
   */
  static Scores of(
      ComputationGraphConfiguration network, Map<String, INDArray> activations, float[][] labels) {
    Map<String, BranchScores> scores = new HashMap<>();
    for (String output : network.getNetworkOutputs()) {
      INDArray logits = activations.get(AttentionBranchNetwork.logits(network, output));
      ILossFunction loss = AttentionBranchNetwork.loss(network, output);
      scores.put(output, of(loss, logits.toFloatMatrix(), labels));
    }
    return new Scores(scores.getOrDefault(ATTENTION, NoScores.NONE), scores.get(PERCEPTION));
  }

  /** The loss that an output is trained on says what its logits mean. */
  private static BranchScores of(ILossFunction loss, float[][] logits, float[][] labels) {
    if (loss instanceof SoftmaxCrossEntropy) {
      return ClassScores.of(logits, labels);
    } else if (loss instanceof SigmoidCrossEntropy) {
      return AttributeScores.of(logits, labels);
    } else if (loss instanceof PairSoftmaxCrossEntropy) {
      return AttributeScores.ofPairs(logits, labels);
    }
    throw new IllegalArgumentException("cannot score an output whose loss is " + loss.name());
  }

  /** The scores of both sets of examples. */
  public Scores plus(Scores other) {
    return new Scores(attention.plus(other.attention), perception.plus(other.perception));
  }
}
