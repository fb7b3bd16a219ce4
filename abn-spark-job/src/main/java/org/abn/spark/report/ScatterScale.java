package org.abn.spark.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How points come into a square: in their middle, as large as they fit, with one scale for both
 * axes.
 *
 * @param centreX of the points
 * @param centreY of the points
 * @param pixels of a unit
 * @param side of the square, in pixels
 */
record ScatterScale(double centreX, double centreY, double pixels, int side) {

  static ScatterScale of(List<ScatterPoint> points, int side) {
    double left = least(points, ScatterPoint::x);
    double right = -least(points, point -> -point.x());
    double bottom = least(points, ScatterPoint::y);
    double top = -least(points, point -> -point.y());
    double extent = Math.max(right - left, top - bottom);
    double pixels = extent == 0 ? 1 : side / extent;
    return new ScatterScale((left + right) / 2, (bottom + top) / 2, pixels, side);
  }

  private static double least(List<ScatterPoint> points, ToDoubleFunction<ScatterPoint> value) {
    return points.stream().mapToDouble(value).min().orElseThrow();
  }

  /** In pixels from the left. */
  double x(ScatterPoint point) {
    return side / 2.0 + (point.x() - centreX) * pixels;
  }

  /** In pixels from the top. */
  double y(ScatterPoint point) {
    return side / 2.0 - (point.y() - centreY) * pixels;
  }
}
