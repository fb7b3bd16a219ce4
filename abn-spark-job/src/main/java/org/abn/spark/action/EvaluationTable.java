package org.abn.spark.action;

import java.util.Locale;
import org.abn.spark.results.EvaluationReport;
import org.abn.spark.results.OutputReport;

/**
 * What was found, by branch, as the console shows it.
 *
 * @param report in full
 */
record EvaluationTable(EvaluationReport report) {

  private static final String OF_CLASSES = "%-12s %12s %12s %12s %18s%n";
  private static final String OF_ATTRIBUTES = "%-12s %14s %12s %18s%n";

  String text() {
    String rows = row("perception", report.perception());
    if (report.attention() != null) {
      rows += row("attention", report.attention());
    }
    return header() + rows;
  }

  private String header() {
    return areClasses()
        ? OF_CLASSES.formatted("", "top-1 error", "top-5 error", "mean loss", "calibration error")
        : OF_ATTRIBUTES.formatted("", "mean accuracy", "mean loss", "calibration error");
  }

  private boolean areClasses() {
    return report.perception().attributes() == null;
  }

  private String row(String branch, OutputReport found) {
    String loss = String.format(Locale.ROOT, "%.4f", found.meanLoss());
    String calibration = percent(found.calibrationError());
    return areClasses()
        ? OF_CLASSES.formatted(
            branch, percent(found.top1Error()), percent(found.top5Error()), loss, calibration)
        : OF_ATTRIBUTES.formatted(branch, percent(found.meanAccuracy()), loss, calibration);
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }
}
