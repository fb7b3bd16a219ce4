package org.abn.spark.training;

/**
 * How far an epoch has come that is not at its end.
 *
 * @param rounds of averaging that are done
 * @param scores of these
 */
public record EpochProgress(int rounds, Scores scores) {

  /** Nothing of it is done. */
  public static final EpochProgress NONE = new EpochProgress(0, Scores.NONE);
}
