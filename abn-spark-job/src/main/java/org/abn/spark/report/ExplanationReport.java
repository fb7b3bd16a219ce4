package org.abn.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.abn.data.record.LabelNames;
import org.abn.model.explain.ExplanationMethod;
import org.abn.spark.explanation.DistributedExplanation.Explanations;
import org.abn.spark.report.Figures.Figure;
import org.abn.spark.report.GalleryAnswer.Verdict;

/**
 * The report of what a network looks at in images.
 *
 * @param network its name, or its configuration's
 * @param checkpoint which parameters, in words
 * @param names of its classes or attributes
 * @param methods by which the maps were found, in the order of the page
 * @param found of the images; at least one
 * @param more sections between the gallery and the provenance, such as measures of the maps
 * @param provenance names and values, in the map's order
 */
public record ExplanationReport(
    String network,
    String checkpoint,
    LabelNames names,
    List<ExplanationMethod> methods,
    Explanations found,
    List<Section> more,
    Map<String, String> provenance) {

  private static final String CAPTION =
      "Each image beside itself under its map. Colours span each map's own range, so that those of"
          + " two images do not compare.";

  /** Copies the lists. */
  public ExplanationReport {
    methods = List.copyOf(methods);
    more = List.copyOf(more);
    if (found.images().isEmpty()) {
      throw new IllegalArgumentException("an explanation of no image has nothing to report");
    }
  }

  /** The page. */
  public ReportPage page() {
    List<Section> sections = new ArrayList<>();
    sections.add(new Figures("Result", figures()));
    sections.add(gallery());
    sections.addAll(more);
    sections.add(new Facts("Provenance", provenance));
    return new ReportPage("What %s looks at".formatted(network), lead(), sections);
  }

  private String lead() {
    return String.format(
        Locale.ROOT,
        "%s of %,d %s. Checkpoint: %s.",
        capitalised(
            methods.stream()
                .map(method -> GalleryCards.name(method) + "s")
                .collect(Collectors.joining(", "))),
        found.images().size(),
        found.images().size() == 1 ? "image" : "images",
        checkpoint);
  }

  private static String capitalised(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private Section gallery() {
    if (found.gallery().isEmpty()) {
      return new Text("Gallery", List.of("No pictures were drawn."));
    }
    return new Gallery(
        "Gallery",
        CAPTION,
        found.images().size(),
        found.gallery().stream().map(cards()::of).toList(),
        0);
  }

  private GalleryCards cards() {
    return new GalleryCards(names, methods);
  }

  private List<Figure> figures() {
    List<GalleryAnswer> answers = found.images().stream().map(cards()::answer).toList();
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure(count(found.images().size()), "images explained", ""));
    figures.add(
        new Figure(
            count(found.rejected().size()),
            "left out",
            found.rejected().isEmpty() ? "" : "no images, or cannot be decoded"));
    List<GalleryAnswer> known =
        answers.stream().filter(answer -> answer.verdict() != Verdict.UNKNOWN).toList();
    if (!known.isEmpty()) {
      figures.add(new Figure(rightOf(known), "predicted right", "of " + known(known)));
    }
    figures.add(
        new Figure(
            String.format(Locale.ROOT, "%.2f", meanScore(answers)),
            "mean score",
            scoreOf(answers)));
    return figures;
  }

  private static String rightOf(List<GalleryAnswer> known) {
    long right = known.stream().filter(answer -> answer.verdict() == Verdict.RIGHT).count();
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * right / known.size());
  }

  /** Of what the share is. */
  private String known(List<GalleryAnswer> known) {
    String images = count(known.size()) + " images whose label is known";
    return names.areClasses() ? images : images + ": " + known.get(0).heading();
  }

  private String scoreOf(List<GalleryAnswer> answers) {
    return names.areClasses()
        ? "probability of the predicted class"
        : "probability of " + answers.get(0).heading();
  }

  private static double meanScore(List<GalleryAnswer> answers) {
    return answers.stream().mapToDouble(GalleryAnswer::score).average().orElseThrow();
  }

  private static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
