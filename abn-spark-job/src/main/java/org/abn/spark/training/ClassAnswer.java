package org.abn.spark.training;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Scores of the classes for an image.
 *
 * @param logits {@code [K]}, before the softmax
 * @param trueClass from 0
 */
public record ClassAnswer(float[] logits, int trueClass) implements Answer {

  private static final int TOP = 5;

  /**
   * @param oneHot {@code [K]}
   */
  static ClassAnswer of(float[] logits, float[] oneHot) {
    int trueClass = 0;
    while (oneHot[trueClass] != 1) {
      trueClass++;
    }
    return new ClassAnswer(logits, trueClass);
  }

  @Override
  public ClassScores scores() {
    int rank = rank();
    return new ClassScores(1, crossEntropy(), rank >= 1 ? 1 : 0, rank >= TOP ? 1 : 0);
  }

  /** Whether the true class has the highest score, and alone. */
  public boolean isCorrect() {
    return rank() == 0;
  }

  /**
   * The class with the highest score. Where several have it, the first of them that is not the true
   * one, so that it is the true one only where {@link #isCorrect}.
   */
  public int predicted() {
    return isCorrect()
        ? trueClass
        : classes().filter(k -> k != trueClass).min(bestFirst()).orElse(trueClass);
  }

  /** Classes with the highest scores, the highest first; of equal ones the first first. */
  public List<Integer> best(int most) {
    return classes().sorted(bestFirst()).limit(most).toList();
  }

  private Stream<Integer> classes() {
    return IntStream.range(0, logits.length).boxed();
  }

  /** A NaN is above all numbers, as it is where it costs the true class its rank. */
  private Comparator<Integer> bestFirst() {
    return Comparator.comparing((Integer k) -> logits[k])
        .reversed()
        .thenComparing(Comparator.naturalOrder());
  }

  /** The softmax of the scores, {@code [K]}; adds up to 1. */
  public double[] probabilities() {
    double logarithm = logSumExp();
    return IntStream.range(0, logits.length)
        .mapToDouble(k -> Math.exp(logits[k] - logarithm))
        .toArray();
  }

  /** How many classes come before the true one; a tie counts against it, and so does a NaN. */
  private int rank() {
    int before = 0;
    for (int k = 0; k < logits.length; k++) {
      if (k != trueClass && !(logits[k] < logits[trueClass])) {
        before++;
      }
    }
    return before;
  }

  private double crossEntropy() {
    return logSumExp() - logits[trueClass];
  }

  private double logSumExp() {
    double highest = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      highest = Math.max(highest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - highest);
    }
    return highest + Math.log(sum);
  }
}
