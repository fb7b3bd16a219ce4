package org.abn.spark.training;

import org.abn.model.parts.OutputKind;

/** What a branch answered for an image, beside the truth. */
public sealed interface Answer permits ClassAnswer, AttributeAnswer {

  /** How good it is. */
  BranchScores scores();

  /**
   * An answer as an output gives it.
   *
   * @param logits of the image, as the kind lays them out
   * @param labels {@code [K]}, one-hot, or {@code [T]}, 0 or 1
   */
  static Answer of(OutputKind kind, float[] logits, float[] labels) {
    return switch (kind) {
      case CLASSES -> ClassAnswer.of(logits, labels);
      case ATTRIBUTES -> new AttributeAnswer(logits, labels);
      case ATTRIBUTE_PAIRS -> AttributeAnswer.ofPairs(logits, labels);
    };
  }
}
