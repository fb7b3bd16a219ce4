package org.abn.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.abn.spark.report.Chart.Scale;
import org.abn.spark.report.Figures.Figure;
import org.abn.spark.results.AttentionPicture;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.results.RunRecord;

/**
 * The report of a run.
 *
 * @param run its record
 * @param dataset published name of its dataset
 * @param epochs its metrics; at least one
 * @param pictures of its attention maps; none of a baseline
 */
public record RunReport(
    RunRecord run, String dataset, List<EpochMetrics> epochs, List<AttentionPicture> pictures) {

  /** Copies the lists. */
  public RunReport {
    epochs = List.copyOf(epochs);
    pictures = List.copyOf(pictures);
    if (epochs.isEmpty()) {
      throw new IllegalArgumentException("a run of no epoch has nothing to report");
    }
  }

  /** The page. */
  public ReportPage page() {
    List<Section> sections = new ArrayList<>();
    BestEpoch best = BestEpoch.of(epochs);
    rehearsal().ifPresent(sections::add);
    sections.add(new Figures("Result", figures(best)));
    PaperComparison.of(dataset, network(), last()).ifPresent(sections::add);
    authors().ifPresent(authors -> sections.add(comparison(authors)));
    sections.add(
        new Charts("Curves", List.of(errors(), losses(), learningRates(), imagesPerSecond())));
    if (!pictures.isEmpty()) {
      sections.add(AttentionSection.of(pictures));
    }
    if (!last().attributeAccuracies().isEmpty()) {
      sections.add(EpochTables.attributes(last(), best));
    }
    sections.add(EpochTables.epochs(epochs));
    sections.add(configurationFacts());
    sections.add(RunFacts.provenance(run));
    sections.add(RunFacts.environment(run));
    return new ReportPage("%s on %s".formatted(network(), dataset), lead(), sections);
  }

  /** Top-1 errors by epoch, with the authors' where they trained the same network. */
  public Chart errors() {
    RunCurves curves = curves();
    List<Curve> all =
        Stream.of(
                curves.testErrors(),
                curves.otherErrors(),
                authors().map(AuthorsCurve::curve).stream().toList())
            .flatMap(List::stream)
            .toList();
    String caption =
        "After each epoch on the test images; on the training images while it was trained on them.";
    return Chart.linear("Error", "%", caption, all);
  }

  /** Losses by epoch. */
  public Chart losses() {
    String caption = "Cross-entropy, mean over the training images.";
    return Chart.linear("Loss", "", caption, curves().losses());
  }

  private Chart learningRates() {
    return new Chart(
        "Learning rate", "", Scale.LOGARITHMIC, "Of each epoch.", curves().learningRates());
  }

  private Chart imagesPerSecond() {
    String caption = "Training alone, on all workers together, without evaluation and checkpoints.";
    return Chart.linear("Speed", "images/s", caption, curves().speeds());
  }

  private RunCurves curves() {
    return new RunCurves("", epochs);
  }

  private List<Figure> figures(BestEpoch best) {
    List<Figure> figures = new ArrayList<>();
    String error = isMultiTask() ? "mean error over the attributes" : "top-1 error";
    figures.add(
        new Figure(percent(last().testTop1Error()), error, "test images, last epoch, " + done()));
    figures.add(
        new Figure(
            percent(best.metrics().testTop1Error()),
            error + ", best epoch",
            "test images, epoch " + best.metrics().epoch() + "; " + best.choice()));
    if (last().attentionHead1Error() != null) {
      figures.add(
          new Figure(
              percent(last().attentionHead1Error()),
              error + ", attention branch",
              "test images, last epoch"));
    }
    figures.add(
        new Figure(
            String.format(Locale.ROOT, "%.0f", EpochMetrics.meanImagesPerSecond(epochs)),
            "images/s",
            "training, mean over the epochs"));
    return figures;
  }

  private Table comparison(AuthorsCurve authors) {
    BestEpoch best = BestEpoch.onTestImages(epochs);
    List<String> headers =
        List.of("run", "epochs", "last epoch (%)", "best epoch (%)", "number of the best");
    return new Table(
        "Beside the authors' log",
        "Top-1 error on the test images. Here a best epoch is "
            + best.choice()
            + "; the paper's figures are such.",
        headers,
        List.of(
            row("this run", epochs.size(), last().testTop1Error(), best.metrics()),
            List.of(
                Cell.of("authors' log"),
                Cell.number((double) authors.testErrors().size(), 0),
                Cell.number(authors.last(), 2),
                Cell.number(authors.testErrors().get(authors.best() - 1), 2),
                Cell.number((double) authors.best(), 0))));
  }

  private static List<Cell> row(String name, int epochs, double last, EpochMetrics best) {
    return List.of(
        Cell.of(name),
        Cell.number((double) epochs, 0),
        Cell.number(last, 2),
        Cell.number(best.testTop1Error(), 2),
        Cell.number((double) best.epoch(), 0));
  }

  private Optional<Notice> rehearsal() {
    List<String> reasons = new ArrayList<>();
    run.limit().ifPresent(limit -> reasons.add("data.limit is " + limit));
    if (epochs.size() < run.epochsAsked()) {
      reasons.add(done() + " epochs are done");
    }
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Notice(
                "Rehearsal", String.join(", and ", reasons) + ": no figure here is a result."));
  }

  private String lead() {
    String kind =
        last().attentionHead1Error() == null
            ? "A network without attention branch"
            : "An attention branch network (Fukui et al., CVPR 2019)";
    return "%s, configuration %s, trained for %s epochs.".formatted(kind, run.experiment(), done());
  }

  private String done() {
    return epochs.size() + " of " + run.epochsAsked();
  }

  private Optional<AuthorsCurve> authors() {
    return AuthorsCurve.of(dataset, network());
  }

  private String network() {
    return String.valueOf(run.configuration().get("network.name"));
  }

  /** Every setting of the configuration. */
  public Facts configurationFacts() {
    Map<String, String> shown = new TreeMap<>();
    run.configuration().forEach((key, value) -> shown.put(key, String.valueOf(value)));
    return new Facts("Configuration", shown);
  }

  private boolean isMultiTask() {
    return !last().attributeAccuracies().isEmpty();
  }

  /** Metrics of the last epoch. */
  public EpochMetrics last() {
    return epochs.get(epochs.size() - 1);
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }
}
