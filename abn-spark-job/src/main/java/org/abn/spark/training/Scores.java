package org.abn.spark.training;

import java.util.List;
import org.abn.model.parts.Branch;

/**
 * How well a network answered for some examples.
 *
 * @param attention of the attention branch; without examples for a baseline
 * @param perception of the perception branch, or of the baseline
 */
public record Scores(BranchScores attention, BranchScores perception) implements Measured<Scores> {

  /** No examples. */
  public static final Scores NONE = new Scores(NoScores.NONE, NoScores.NONE);

  /** Scores what a network gave. */
  static Scores of(Answers answers) {
    return new Scores(of(answers, Branch.ATTENTION), of(answers, Branch.PERCEPTION));
  }

  private static BranchScores of(Answers answers, Branch branch) {
    BranchScores sum = NoScores.NONE;
    for (Answer answer : answers.byBranch().getOrDefault(branch, List.of())) {
      sum = sum.plus(answer.scores());
    }
    return sum;
  }

  /** The scores of both sets of examples. */
  @Override
  public Scores plus(Scores other) {
    return new Scores(attention.plus(other.attention), perception.plus(other.perception));
  }

  /** The sum of both branches' losses. */
  double loss() {
    return attention.loss() + perception.loss();
  }
}
