package org.abn.spark.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abn.spark.report.Cell.Mark;

/** A chart's values as a table, for those who cannot see it, and for those who want the figures. */
final class ChartTable {

  private ChartTable() {}

  static Table of(Chart chart) {
    List<String> headers =
        Stream.concat(Stream.of("epoch"), chart.curves().stream().map(Curve::name)).toList();
    List<List<Cell>> rows =
        IntStream.range(0, chart.epochs()).mapToObj(epoch -> row(chart, epoch)).toList();
    return new Table(chart.titleWithUnit(), "", headers, rows);
  }

  private static List<Cell> row(Chart chart, int epoch) {
    return Stream.concat(
            Stream.of(Cell.number(epoch + 1.0, 0)),
            chart.curves().stream().map(curve -> cell(curve, epoch)))
        .toList();
  }

  private static Cell cell(Curve curve, int epoch) {
    Double value = epoch < curve.values().size() ? curve.values().get(epoch) : null;
    return value == null
        ? Cell.EMPTY
        : new Cell(String.format(Locale.ROOT, "%.4g", value), value, "", Mark.NONE);
  }
}
