package org.abn.spark.explanation;

/** Probabilities of classes. */
final class Scores {

  private Scores() {}

  /** The class with the greatest, the first of several; 0 where all are NaN. */
  static int best(float[] scores) {
    int best = 0;
    for (int k = 1; k < scores.length; k++) {
      if (scores[k] > scores[best]) {
        best = k;
      }
    }
    return best;
  }
}
