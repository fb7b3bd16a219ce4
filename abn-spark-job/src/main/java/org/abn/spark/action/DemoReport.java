package org.abn.spark.action;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.abn.spark.report.AttentionSection;
import org.abn.spark.report.Cell;
import org.abn.spark.report.Chart;
import org.abn.spark.report.Chart.Scale;
import org.abn.spark.report.Charts;
import org.abn.spark.report.Curve;
import org.abn.spark.report.Figures;
import org.abn.spark.report.Figures.Figure;
import org.abn.spark.report.ReportPage;
import org.abn.spark.report.RunCurves;
import org.abn.spark.report.RunFacts;
import org.abn.spark.report.RunReport;
import org.abn.spark.report.Table;
import org.abn.spark.report.Text;
import org.abn.spark.results.EpochMetrics;

/**
 * The demo's two runs on one page.
 *
 * @param baseline the run of the baseline
 * @param attention the run of the attention branch network
 */
record DemoReport(RunReport baseline, RunReport attention) {

  ReportPage page() {
    String lead =
        "A small ResNet, and the same network with an attention branch, trained by the same recipe"
            + " and seed on the bundled images of Fashion-MNIST.";
    return new ReportPage(
        "An attention branch network and its baseline",
        lead,
        List.of(
            figures(),
            about(),
            AttentionSection.of(attention.pictures()),
            curves(),
            table(),
            attention.configurationFacts(),
            RunFacts.provenance(attention.run()),
            RunFacts.environment(attention.run())));
  }

  private Figures figures() {
    EpochMetrics last = attention.last();
    String where = "top-1 error, test images, last epoch";
    return new Figures(
        "Result",
        List.of(
            new Figure(percent(baseline.last().testTop1Error()), "Baseline", where),
            new Figure(percent(last.testTop1Error()), "ABN, perception branch", where),
            new Figure(percent(last.attentionHead1Error()), "ABN, attention branch", where)));
  }

  private static Text about() {
    return new Text(
        "What it is",
        List.of(
            "An attention branch network (Fukui et al., CVPR 2019) has two outputs. Its attention"
                + " branch classifies the image, and draws a map of where it looks; its perception"
                + " branch classifies the features weighted by that map. So the map explains the"
                + " decision, and takes part in it.",
            "The bundled test images are few: they tell differences of a few per cent, not of"
                + " one."));
  }

  private Charts curves() {
    RunCurves first = new RunCurves("baseline", baseline.epochs());
    RunCurves second = new RunCurves("ABN", attention.epochs());
    return new Charts(
        "Curves",
        List.of(
            Chart.linear(
                "Top-1 error",
                "%",
                "On the test images, after each epoch.",
                both(first.testErrors(), second.testErrors())),
            Chart.linear(
                "Loss",
                "",
                "Cross-entropy, mean over the training images.",
                both(first.losses(), second.losses())),
            new Chart(
                "Learning rate",
                "",
                Scale.LOGARITHMIC,
                "Of each epoch; both networks have the same recipe.",
                new RunCurves("", attention.epochs()).learningRates()),
            Chart.linear(
                "Speed",
                "images/s",
                "Training alone, on all workers together.",
                both(first.speeds(), second.speeds()))));
  }

  private static List<Curve> both(List<Curve> first, List<Curve> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private Table table() {
    EpochMetrics last = attention.last();
    return new Table(
        "Comparison",
        "Errors on the test images in percent. A best epoch is chosen on the test images, which"
            + " flatters.",
        List.of("network", "top-1 error, last epoch", "best epoch", "images/s"),
        List.of(
            row("baseline", baseline, baseline.last().testTop1Error(), bestError(baseline)),
            row("ABN, perception branch", attention, last.testTop1Error(), bestError(attention)),
            row("ABN, attention branch", attention, last.attentionHead1Error(), null)));
  }

  private static List<Cell> row(String name, RunReport run, double error, Double best) {
    return List.of(
        Cell.of(name),
        Cell.number(error, 2),
        Cell.number(best, 2),
        Cell.number(EpochMetrics.meanImagesPerSecond(run.epochs()), 0));
  }

  private static Double bestError(RunReport run) {
    return EpochMetrics.best(run.epochs()).testTop1Error();
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }
}
