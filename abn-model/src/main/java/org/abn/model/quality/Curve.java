package org.abn.model.quality;

/**
 * How sure a network is while pixels go or come.
 *
 * @param confidences by step, in [0, 1]; the first before any pixel has changed, the last after all
 */
public record Curve(double[] confidences) {

  /**
   * Checks that there is something below the curve.
   *
   * @throws IllegalArgumentException if there are fewer than two points
   */
  public Curve {
    if (confidences.length < 2) {
      throw new IllegalArgumentException(
          "a curve must have at least 2 points, cannot have: " + confidences.length);
    }
  }

  /** The area below it by trapezoids, over steps from 0 to 1; in [0, 1]. */
  public double area() {
    double sum = -(confidences[0] + confidences[confidences.length - 1]) / 2;
    for (double confidence : confidences) {
      sum += confidence;
    }
    return sum / (confidences.length - 1);
  }
}
