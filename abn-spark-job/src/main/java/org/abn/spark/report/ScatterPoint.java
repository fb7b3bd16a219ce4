package org.abn.spark.report;

/**
 * A point of an embedding.
 *
 * @param x to the right, in any unit
 * @param y upwards, in the same unit
 * @param label of what the point stands for, from 0 on
 */
public record ScatterPoint(double x, double y, int label) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a coordinate is not finite or the label is negative
   */
  public ScatterPoint {
    if (!(Double.isFinite(x) && Double.isFinite(y) && label >= 0)) {
      throw new IllegalArgumentException(
          "a point must be finite and its label at least 0, cannot be: %s, %s, %s"
              .formatted(x, y, label));
    }
  }
}
