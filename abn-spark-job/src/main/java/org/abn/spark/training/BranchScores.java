package org.abn.spark.training;

import java.io.Serializable;

/**
 * How well one branch classified some examples, as sums that can be added.
 *
 * @param examples how many
 * @param loss sum of softmax cross-entropies
 * @param top1Errors examples whose class has not the highest score
 * @param top5Errors examples whose class has none of the five highest scores
 */
public record BranchScores(long examples, double loss, long top1Errors, long top5Errors)
    implements Serializable {

  /** No examples. */
  public static final BranchScores NONE = new BranchScores(0, 0, 0, 0);

  private static final int TOP = 5;

  /**
   * Scores class scores.
   *
   * @param logits {@code [N][K]}, before the softmax
   * @param classes the true class of each
   */
  static BranchScores of(float[][] logits, int[] classes) {
    BranchScores sum = NONE;
    for (int n = 0; n < classes.length; n++) {
      sum = sum.plus(ofOne(logits[n], classes[n]));
    }
    return sum;
  }

  private static BranchScores ofOne(float[] logits, int trueClass) {
    int rank = rank(logits, trueClass);
    return new BranchScores(
        1, crossEntropy(logits, trueClass), rank >= 1 ? 1 : 0, rank >= TOP ? 1 : 0);
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

  /** The scores of both sets of examples. */
  public BranchScores plus(BranchScores other) {
    return new BranchScores(
        examples + other.examples,
        loss + other.loss,
        top1Errors + other.top1Errors,
        top5Errors + other.top5Errors);
  }

  /** Mean loss; NaN without examples. */
  public double meanLoss() {
    return loss / examples;
  }

  /** Top-1 error in percent; NaN without examples. */
  public double top1Error() {
    return 100.0 * top1Errors / examples;
  }

  /** Top-5 error in percent; NaN without examples. */
  public double top5Error() {
    return 100.0 * top5Errors / examples;
  }
}
