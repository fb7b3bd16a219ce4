package org.abn.spark.training;

import java.io.Serializable;
import java.util.OptionalDouble;

/** How well one branch answered for some examples, as sums that can be added. */
public sealed interface BranchScores extends Serializable
    permits ClassScores, AttributeScores, NoScores {

  /** How many. */
  long examples();

  /** The sum over the examples of the loss that is trained on. */
  double loss();

  /**
   * The scores of both sets of examples.
   *
   * @throws ClassCastException where one tells classes and the other attributes
   */
  BranchScores plus(BranchScores other);

  /**
   * Top-1 error in percent; of attributes 100 less the mean of their accuracies. NaN without
   * examples.
   */
  double top1Error();

  /** Top-5 error in percent; empty of attributes, which have two answers, and without examples. */
  OptionalDouble top5Error();

  /** Mean loss; NaN without examples. */
  default double meanLoss() {
    return loss() / examples();
  }
}
