package org.abn.spark.evaluation;

import java.io.Serializable;

/**
 * How an attribute was told.
 *
 * @param truePositives images that have it, and are said to
 * @param falsePositives images that have it not, and are said to
 * @param trueNegatives images that have it not, and are said not to
 * @param falseNegatives images that have it, and are said not to
 */
public record AttributeCounts(
    long truePositives, long falsePositives, long trueNegatives, long falseNegatives)
    implements Serializable {

  static AttributeCounts of(boolean has, boolean isCorrect) {
    return new AttributeCounts(
        has && isCorrect ? 1 : 0,
        !has && !isCorrect ? 1 : 0,
        !has && isCorrect ? 1 : 0,
        has && !isCorrect ? 1 : 0);
  }

  AttributeCounts plus(AttributeCounts other) {
    return new AttributeCounts(
        truePositives + other.truePositives,
        falsePositives + other.falsePositives,
        trueNegatives + other.trueNegatives,
        falseNegatives + other.falseNegatives);
  }

  /** How many images have the attribute. */
  public long positives() {
    return truePositives + falseNegatives;
  }

  /** Share of the images that were told right, in percent. */
  public double accuracy() {
    long images = positives() + falsePositives + trueNegatives;
    return 100.0 * (truePositives + trueNegatives) / images;
  }
}
