package org.abn.spark.training;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Output;
import org.abn.model.parts.OutputKind;
import org.nd4j.linalg.api.ndarray.INDArray;

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
   * @param outputs of the network
   * @param logits of an output, as its kind lays them out
   * @param labels {@code [N][K]}, one-hot, or {@code [N][T]}, 0 or 1
   */
  static Scores of(List<Output> outputs, Function<Output, INDArray> logits, float[][] labels) {
    Map<Branch, BranchScores> scores = new EnumMap<>(Branch.class);
    for (Output output : outputs) {
      float[][] values = Floats.rows(logits.apply(output));
      scores.put(output.branch(), of(output.kind(), values, labels));
    }
    return new Scores(
        scores.getOrDefault(Branch.ATTENTION, NoScores.NONE), scores.get(Branch.PERCEPTION));
  }

  private static BranchScores of(OutputKind kind, float[][] logits, float[][] labels) {
    return switch (kind) {
      case CLASSES -> ClassScores.of(logits, labels);
      case ATTRIBUTES -> AttributeScores.of(logits, labels);
      case ATTRIBUTE_PAIRS -> AttributeScores.ofPairs(logits, labels);
    };
  }

  /** The scores of both sets of examples. */
  public Scores plus(Scores other) {
    return new Scores(attention.plus(other.attention), perception.plus(other.perception));
  }

  /** The sum of both branches' losses. */
  double loss() {
    return attention.loss() + perception.loss();
  }
}
