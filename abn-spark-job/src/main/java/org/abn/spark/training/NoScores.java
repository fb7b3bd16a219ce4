package org.abn.spark.training;

import java.util.OptionalDouble;

/** Those of a branch that is not there, and what all sums begin with. */
public enum NoScores implements BranchScores {
  /** No examples, of classes or attributes. */
  NONE;

  @Override
  public long examples() {
    return 0;
  }

  @Override
  public double loss() {
    return 0;
  }

  @Override
  public BranchScores plus(BranchScores other) {
    return other;
  }

  @Override
  public double top1Error() {
    return Double.NaN;
  }

  @Override
  public OptionalDouble top5Error() {
    return OptionalDouble.empty();
  }
}
