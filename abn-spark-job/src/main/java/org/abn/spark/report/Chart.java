package org.abn.spark.report;

import java.util.List;
import java.util.Objects;

/**
 * Curves over epochs.
 *
 * @param title what is drawn
 * @param unit of the values, such as {@code %}; may be empty
 * @param scale of the values
 * @param caption a sentence: what the curves are, and what to see in them
 * @param curves at least one
 */
public record Chart(String title, String unit, Scale scale, String caption, List<Curve> curves) {

  /** How values are laid out. */
  public enum Scale {
    LINEAR,
    LOGARITHMIC
  }

  /** Checks that there is something to draw. */
  public Chart {
    curves = List.copyOf(curves);
    if (curves.isEmpty()) {
      throw new IllegalArgumentException(title + ": a chart must have a curve");
    }
    if (scale == Scale.LOGARITHMIC && least(curves) <= 0) {
      throw new IllegalArgumentException(
          title + ": values must be above 0 where the scale is logarithmic");
    }
  }

  /** Infinite without values. */
  private static double least(List<Curve> curves) {
    return curves.stream()
        .flatMap(curve -> curve.values().stream())
        .filter(Objects::nonNull)
        .mapToDouble(value -> value)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** Whether the axis of values begins at 0. */
  boolean isFromZero() {
    return scale == Scale.LINEAR && least(curves) >= 0;
  }

  /** A chart with the usual scale. */
  public static Chart linear(String title, String unit, String caption, List<Curve> curves) {
    return new Chart(title, unit, Scale.LINEAR, caption, curves);
  }

  /** The title with its unit, such as {@code Top-1 error (%)}. */
  public String titleWithUnit() {
    return unit.isEmpty() ? title : title + " (" + unit + ")";
  }

  /** How many epochs the longest curve has. */
  public int epochs() {
    return curves.stream().mapToInt(curve -> curve.values().size()).max().orElseThrow();
  }

  /** Its values as a table: a row an epoch, a column a curve. */
  public Table table() {
    return ChartTable.of(this);
  }
}
