package org.abn.spark.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.abn.spark.cluster.ExecutorReport;
import org.abn.spark.cluster.Preflight;
import org.abn.spark.cluster.Preflight.Row;

/** A row an executor. */
record PreflightTable(Preflight preflight) {

  private static final double GIB = 1L << 30;
  private static final int BITS = 8; // digits of a checksum that tell it from others
  private static final List<String> HEAD =
      List.of(
          "executor",
          "host",
          "cores",
          "computes on",
          "memory",
          "computes with",
          "java",
          "spark",
          "abn-resnet20",
          "step");

  /** The table, and below it what is slow. */
  String text() {
    List<List<String>> cells = new ArrayList<>(List.of(HEAD));
    preflight.rows().forEach(row -> cells.add(cells(row)));
    StringBuilder text = new StringBuilder();
    cells.forEach(row -> text.append(line(row, cells)));
    preflight.rows().forEach(row -> remarks(row, text));
    return text.append(bits()).toString();
  }

  private static List<String> cells(Row row) {
    ExecutorReport report = row.report();
    return List.of(
        row.id(),
        row.host(),
        Integer.toString(row.cores()),
        report.machine().processor(),
        number("%.1f GiB", report.machine().memoryBytes() / GIB),
        report.computes(),
        report.versions().getOrDefault("java", ""),
        report.versions().getOrDefault("spark", ""),
        number("%.1f images/s", report.machine().imagesPerSecond()),
        report.faults().isEmpty() ? report.bits().substring(0, BITS) : "at fault");
  }

  /** Nothing of an executor that has not got so far. */
  private static String number(String format, double value) {
    return value == 0 ? "" : String.format(Locale.ROOT, format, value);
  }

  private static String line(List<String> row, List<List<String>> all) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      int index = column;
      int width = all.stream().mapToInt(cells -> cells.get(index).length()).max().orElseThrow();
      line.append(String.format(Locale.ROOT, "%-" + width + "s  ", row.get(column)));
    }
    return line.toString().stripTrailing() + "\n";
  }

  private static void remarks(Row row, StringBuilder text) {
    for (String warning : row.report().warnings()) {
      text.append("executor %s on %s will be slow: %s\n".formatted(row.id(), row.host(), warning));
    }
  }

  /** Whether a run's parameters depend on which executor a worker is at. */
  private String bits() {
    long kinds =
        preflight.rows().stream()
            .map(row -> row.report().bits())
            .filter(bits -> !bits.isEmpty())
            .distinct()
            .count();
    return kinds > 1
        ? "Processors of several kinds: a step gives the same to rounding, not to the bit.\n"
        : "";
  }
}
