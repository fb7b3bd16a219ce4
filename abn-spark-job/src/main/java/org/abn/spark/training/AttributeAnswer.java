package org.abn.spark.training;

import java.util.ArrayList;
import java.util.List;

/**
 * Scores of the attributes for an image: above 0, where the sigmoid is above a half, a score says
 * that the image has the attribute, below it that it has not.
 *
 * @param logits {@code [T]}, before the sigmoid
 * @param labels {@code [T]}, 0 or 1
 */
public record AttributeAnswer(float[] logits, float[] labels) implements Answer {

  /**
   * An answer of two logits an attribute, of which the larger tells; the second stands for 1.
   *
   * @param pairs {@code [2 T]}, before the softmax of each pair
   */
  static AttributeAnswer ofPairs(float[] pairs, float[] labels) {
    float[] differences = new float[labels.length];
    for (int t = 0; t < differences.length; t++) {
      differences[t] = pairs[2 * t + 1] - pairs[2 * t];
    }
    return new AttributeAnswer(differences, labels);
  }

  @Override
  public AttributeScores scores() {
    double loss = 0;
    List<Long> correct = new ArrayList<>(labels.length);
    for (int t = 0; t < labels.length; t++) {
      loss += crossEntropy(logits[t], labels[t]);
      correct.add(isCorrect(t) ? 1L : 0L);
    }
    return new AttributeScores(1, loss / labels.length, correct);
  }

  /** Whether the image has an attribute. */
  public boolean has(int attribute) {
    return labels[attribute] == 1;
  }

  /** Whether an attribute is told right. A score of 0 is no answer, and a NaN none either. */
  public boolean isCorrect(int attribute) {
    return has(attribute) ? logits[attribute] > 0 : logits[attribute] < 0;
  }

  /** The probability that the image has an attribute: the sigmoid of its score. */
  public double probability(int attribute) {
    return 1 / (1 + Math.exp(-logits[attribute]));
  }

  /** {@code log(1 + exp(z)) - z label}, which cannot overflow as it is written. */
  private static double crossEntropy(double score, double label) {
    return Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - score * label;
  }
}
