package org.abn.spark.action;

import java.util.List;
import java.util.Locale;
import org.abn.spark.results.EpochMetrics;

/**
 * How the demo's two networks compare after their last epoch.
 *
 * @param baseline metrics of the baseline's epochs
 * @param attention metrics of the attention branch network's epochs
 */
record DemoTable(List<EpochMetrics> baseline, List<EpochMetrics> attention) {

  private static final String ROW = "%-34s %13s %10s%n";

  String text() {
    EpochMetrics last = last(attention);
    return ROW.formatted("", "top-1 error", "images/s")
        + row(
            "baseline", last(baseline).testTop1Error(), EpochMetrics.meanImagesPerSecond(baseline))
        + row(
            "ABN, perception branch",
            last.testTop1Error(),
            EpochMetrics.meanImagesPerSecond(attention))
        + row(
            "ABN, attention branch",
            last.attentionHead1Error(),
            EpochMetrics.meanImagesPerSecond(attention));
  }

  private static String row(String what, double error, double imagesPerSecond) {
    return ROW.formatted(
        what,
        String.format(Locale.ROOT, "%.2f %%", error),
        String.format(Locale.ROOT, "%.0f", imagesPerSecond));
  }

  private static EpochMetrics last(List<EpochMetrics> epochs) {
    return epochs.get(epochs.size() - 1);
  }
}
