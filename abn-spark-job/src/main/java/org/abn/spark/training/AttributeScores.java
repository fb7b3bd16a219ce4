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

  @Override
  public AttributeScores plus(BranchScores other) {
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
