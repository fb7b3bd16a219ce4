package org.abn.spark.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A table as CSV, a line a figure: what the paper has, what ours is, and how far we are. */
final class CsvTable {

  private static final String[] HEADER = {
    "table",
    "system",
    "column",
    "conf",
    "published",
    "published_difference",
    "starting_code",
    "state",
    "epochs",
    "epochs_asked",
    "recipe_epochs",
    "seeds",
    "last",
    "last_deviation",
    "last_interval",
    "best",
    "best_deviation",
    "chosen",
    "chosen_deviation",
    "difference",
    "p_value",
    "test",
    "parameters",
    "multiply_adds",
    "marks",
    "problem"
  };

  private CsvTable() {}

  static String text(TableReport report) {
    var text = new StringBuilder();
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setHeader(HEADER).setRecordSeparator('\n').build();
    try (var csv = new CSVPrinter(text, format)) {
      for (TableLine line : report.lines()) {
        print(csv, line, String.join(" ", report.marks()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void print(CSVPrinter csv, TableLine line, String marks) throws IOException {
    PaperFigure cell = line.cell();
    TableLine.Progress progress = line.progress();
    csv.printRecord(
        cell.table(),
        cell.system(),
        cell.column(),
        cell.conf().orElse(null),
        cell.published(),
        figure(line.publishedDifference()),
        cell.startingCode(),
        line.state(),
        of(progress, TableLine.Progress::epochs),
        of(progress, TableLine.Progress::asked),
        of(progress, TableLine.Progress::recipe),
        of(line.last(), Statistics::seeds),
        of(line.last(), s -> figure(s.mean())),
        of(line.last(), s -> figure(s.deviation())),
        of(line.last(), s -> figure(s.interval())),
        of(line.best(), s -> figure(s.mean())),
        of(line.best(), s -> figure(s.deviation())),
        of(line.chosen(), s -> figure(s.mean())),
        of(line.chosen(), s -> figure(s.deviation())),
        of(line.difference(), d -> figure(d.value())),
        of(line.difference(), d -> d.pValue() == null ? null : probability(d.pValue())),
        of(line.difference(), Difference::test),
        of(line.cost(), ConfRuns.Cost::parameters),
        of(line.cost(), ConfRuns.Cost::multiplyAdds),
        line.state() == null ? null : marks,
        line.problem());
  }

  private static <T> Object of(T value, Function<T, Object> part) {
    return value == null ? null : part.apply(value);
  }

  private static String figure(Double value) {
    return value == null ? null : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String probability(double p) {
    return String.format(Locale.ROOT, "%.3g", p);
  }
}
