package org.abn.spark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How well one branch of a multi-task network told the attributes of some examples.
 *
 * @param examples how many
 * @param loss sum over the examples of the mean over the attributes of the cross-entropy
 * @param correct how many examples were told right, by attribute
 */
public record AttributeScores(long examples, double loss, List<Long> correct)
    implements BranchScores {

  /** Copies the list. */
  public AttributeScores {
    correct = List.copyOf(correct);
  }

  /**
   * Scores a score an attribute: above 0, where the sigmoid is above a half, it says 1, below it 0.
   *
   * @param scores {@code [N][T]}, before the sigmoid
   * @param labels {@code [N][T]}, 0 or 1
   */
  static BranchScores of(float[][] scores, float[][] labels) {
    BranchScores sum = NoScores.NONE;
    for (int n = 0; n < labels.length; n++) {
      sum = sum.plus(ofOne(scores[n], labels[n]));
    }
    return sum;
  }

  /**
   * Scores two logits an attribute, of which the larger tells; the second stands for 1.
   *
   * @param logits {@code [N][2 T]}, before the softmax of each pair
   * @param labels {@code [N][T]}, 0 or 1
   */
  static BranchScores ofPairs(float[][] logits, float[][] labels) {
    float[][] differences = new float[labels.length][labels[0].length];
    for (int n = 0; n < differences.length; n++) {
      for (int t = 0; t < differences[n].length; t++) {
        differences[n][t] = logits[n][2 * t + 1] - logits[n][2 * t];
      }
    }
    return of(differences, labels);
  }

  private static AttributeScores ofOne(float[] scores, float[] labels) {
    double loss = 0;
    List<Long> correct = new ArrayList<>(labels.length);
    for (int t = 0; t < labels.length; t++) {
      loss += crossEntropy(scores[t], labels[t]);
      correct.add(isCorrect(scores[t], labels[t]) ? 1L : 0L);
    }
    return new AttributeScores(1, loss / labels.length, correct);
  }

  /** A score of 0 is no answer, and a NaN none either. */
  private static boolean isCorrect(float score, float label) {
    return label == 1 ? score > 0 : score < 0;
  }

  /** {@code log(1 + exp(z)) - z label}, which cannot overflow as it is written. */
  private static double crossEntropy(double score, double label) {
    return Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - score * label;
  }

  @Override
  public BranchScores plus(BranchScores other) {
    if (other == NoScores.NONE) {
      return this;
    }
    AttributeScores more = (AttributeScores) other;
    List<Long> both = new ArrayList<>(correct.size());
    for (int t = 0; t < correct.size(); t++) {
      both.add(correct.get(t) + more.correct.get(t));
    }
    return new AttributeScores(examples + more.examples, loss + more.loss, both);
  }

  /** The share of the examples that were told right in percent, by attribute. */
  public List<Double> accuracies() {
    return correct.stream().map(count -> 100.0 * count / examples).toList();
  }

  @Override
  public double top1Error() {
    long right = correct.stream().mapToLong(Long::longValue).sum();
    long answers = examples * correct.size();
    return 100.0 * (answers - right) / answers;
  }

  @Override
  public OptionalDouble top5Error() {
    return OptionalDouble.empty();
  }
}
