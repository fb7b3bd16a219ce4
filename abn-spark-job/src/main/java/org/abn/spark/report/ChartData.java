package org.abn.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.abn.spark.report.Chart.Scale;

/**
 * What the page's script draws a chart from.
 *
 * @param unit of the values
 * @param logarithmic whether the values are laid out so
 * @param epochs of the longest curve, from 1
 * @param curves in the chart's order
 */
record ChartData(String unit, boolean logarithmic, List<Integer> epochs, List<CurveData> curves) {

  /**
   * A curve.
   *
   * @param name for the legend
   * @param dash of its style
   * @param values as many as the chart has epochs
   */
  record CurveData(String name, List<Integer> dash, List<Double> values) {}

  private static ChartData of(Chart chart) {
    int epochs = chart.epochs();
    return new ChartData(
        chart.unit(),
        chart.scale() == Scale.LOGARITHMIC,
        IntStream.rangeClosed(1, epochs).boxed().toList(),
        IntStream.range(0, chart.curves().size())
            .mapToObj(index -> curve(chart.curves().get(index), index, epochs))
            .toList());
  }

  private static CurveData curve(Curve curve, int index, int epochs) {
    List<Double> values = new ArrayList<>(curve.values());
    while (values.size() < epochs) {
      values.add(null);
    }
    return new CurveData(curve.name(), CurveStyle.of(index).dash(), values);
  }

  /** For the page's script. */
  static String json(Chart chart) {
    return ScriptJson.of(of(chart));
  }
}
