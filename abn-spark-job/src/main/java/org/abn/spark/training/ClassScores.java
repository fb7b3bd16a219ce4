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

  @Override
  public ClassScores plus(BranchScores other) {
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
