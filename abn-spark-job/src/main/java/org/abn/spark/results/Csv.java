package org.abn.spark.results;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Comma-separated values with a line for the columns' names; names of classes may have commas. */
final class Csv {

  /** What is null is an empty field. */
  static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n').build();

  private Csv() {}

  /** A whole file. */
  static String text(List<String> columns, List<List<?>> rows) throws IOException {
    var text = new StringBuilder();
    try (CSVPrinter printer = FORMAT.print(text)) {
      printer.printRecord(columns);
      printer.printRecords(rows);
    }
    return text.toString();
  }

  /** A number as the metrics have it; NaN is an empty field. */
  static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
  }
}
