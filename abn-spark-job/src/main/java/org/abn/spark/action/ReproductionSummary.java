package org.abn.spark.action;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abn.spark.tables.ConfRuns.State;
import org.abn.spark.tables.FigureText;
import org.abn.spark.tables.TableLine;
import org.abn.spark.tables.TableReport;

/**
 * How a reproduction stands, on one screen.
 *
 * @param reports of its tables
 * @param withoutData configurations that have no shards, and where they were expected
 * @param failures of runs
 * @param warnings of what differs from the night before
 */
record ReproductionSummary(
    List<TableReport> reports,
    Map<TableConf, String> withoutData,
    List<FailedRun> failures,
    List<String> warnings) {

  private static final int MOST_LINES = 12; // of a table

  String text() {
    return Stream.of(
            reports.stream().map(ReproductionSummary::text),
            Stream.of(missing()),
            warnings.stream().map(warning -> "warning: " + warning + "\n"),
            failures.stream().map(failed -> failed + "\n"))
        .flatMap(part -> part)
        .collect(Collectors.joining("", "\n", ""));
  }

  private static String text(TableReport report) {
    List<TableLine> begun = report.lines().stream().filter(line -> line.last() != null).toList();
    String head =
        String.format(
            Locale.ROOT,
            "Table %d, %s: %d done, %d unfinished, %d failed, of %d figures%n",
            report.table().number(),
            report.table().caption(),
            count(report, State.DONE),
            count(report, State.UNFINISHED),
            count(report, State.FAILED),
            report.table().cells().stream().filter(cell -> cell.conf().isPresent()).count());
    String marks =
        report.marks().stream().map(mark -> "  " + mark + "\n").collect(Collectors.joining());
    String lines =
        begun.stream()
            .limit(MOST_LINES)
            .map(ReproductionSummary::line)
            .collect(Collectors.joining());
    String more =
        begun.size() > MOST_LINES ? "  and " + (begun.size() - MOST_LINES) + " more\n" : "";
    return head + marks + lines + more;
  }

  private static String line(TableLine line) {
    return String.format(
        Locale.ROOT,
        "  %-38s published %6s   ours %-14s %s%n",
        line.cell().conf().orElseThrow(),
        line.cell().published() == null
            ? "-"
            : String.format(Locale.ROOT, "%.2f", line.cell().published()),
        FigureText.mean(line.last()),
        FigureText.state(line));
  }

  private static long count(TableReport report, State state) {
    return report.lines().stream().filter(line -> line.state() == state).count();
  }

  private String missing() {
    return withoutData.isEmpty()
        ? ""
        : "no shards to train on for "
            + withoutData.size()
            + " configurations, expected in: "
            + withoutData.values().stream().distinct().collect(Collectors.joining(", "))
            + "\n";
  }
}
