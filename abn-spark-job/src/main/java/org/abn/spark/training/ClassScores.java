package org.abn.spark.training;

import java.util.OptionalDouble;

/**
 * How well one branch classified some examples.
 *
 * @param examples how many
 * @param loss sum of softmax cross-entropies
 * @param top1Errors examples whose class has not the highest score
 * @param top5Errors examples whose class has none of the five highest scores
 */
public record ClassScores(long examples, double loss, long top1Errors, long top5Errors)
    implements BranchScores {

  private static final int TOP = 5;

  /**
   * Scores class scores.
   *
   * @param logits {@code [N][K]}, before the softmax
   * @param labels {@code [N][K]}, one-hot
   */
  static BranchScores of(float[][] logits, float[][] labels) {
    BranchScores sum = NoScores.NONE;
    for (int n = 0; n < labels.length; n++) {
      sum = sum.plus(ofOne(logits[n], trueClass(labels[n])));
    }
    return sum;
  }

  private static ClassScores ofOne(float[] logits, int trueClass) {
    int rank = rank(logits, trueClass);
    return new ClassScores(
        1, crossEntropy(logits, trueClass), rank >= 1 ? 1 : 0, rank >= TOP ? 1 : 0);
  }

  private static int trueClass(float[] oneHot) {
    int trueClass = 0;
    while (oneHot[trueClass] != 1) {
      trueClass++;
    }
    return trueClass;
  }

  /** How many classes come before the true one; a tie counts against it, and so does a NaN. */
  private static int rank(float[] logits, int trueClass) {
    int before = 0;
    for (int k = 0; k < logits.length; k++) {
      if (k != trueClass && !(logits[k] < logits[trueClass])) {
        before++;
      }
    }
    return before;
  }

  private static double crossEntropy(float[] logits, int trueClass) {
    double highest = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      highest = Math.max(highest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - highest);
    }
    return highest + Math.log(sum) - logits[trueClass];
  }

  @Override
  public BranchScores plus(BranchScores other) {
    if (other == NoScores.NONE) {
      return this;
    }
    ClassScores more = (ClassScores) other;
    return new ClassScores(
        examples + more.examples,
        loss + more.loss,
        top1Errors + more.top1Errors,
        top5Errors + more.top5Errors);
  }

  @Override
  public double top1Error() {
    return 100.0 * top1Errors / examples;
  }

  @Override
  public OptionalDouble top5Error() {
    return OptionalDouble.of(100.0 * top5Errors / examples);
  }
}
