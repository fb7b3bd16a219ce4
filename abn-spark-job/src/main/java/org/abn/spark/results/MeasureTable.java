package org.abn.spark.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.abn.model.InputShape;
import org.abn.model.quality.Bootstrap;
import org.abn.model.quality.Interval;
import org.abn.model.quality.MapMeasures;
import org.abn.model.quality.Measure;
import org.abn.model.quality.MeasureSummary;
import org.abn.model.quality.MeasuredImage;

/**
 * How good maps are, a row a method or control, with what each figure is: {@code measures.md},
 * {@code measures.csv}, and {@code measured-images.csv} with a row an image and method.
 *
 * @param measures by method or control, in the order of the rows
 * @param input the images as the network sees them
 * @param seed of the bootstrap
 */
public record MeasureTable(Map<String, MapMeasures> measures, InputShape input, long seed) {

  private static final String NOTHING = "–";

  /** The measures that were taken, in their order. */
  public List<Measure> taken() {
    return Arrays.stream(Measure.values())
        .filter(
            measure ->
                measures.values().stream()
                    .flatMap(of -> of.images().stream())
                    .anyMatch(image -> image.values().containsKey(measure)))
        .toList();
  }

  /** Methods and controls. */
  public List<String> subjects() {
    return List.copyOf(measures.keySet());
  }

  /** The figure of a method or control; empty where it was not taken, or is defined of no image. */
  public Optional<MeasureSummary> figure(String subject, Measure measure) {
    return measures.get(subject).summary(measure, new Bootstrap(seed));
  }

  /** What the figures are, a sentence each. */
  public List<String> definitions() {
    List<String> sentences =
        new ArrayList<>(
            taken().stream().map(one -> one.definition(input.height(), input.width())).toList());
    sentences.add(Bootstrap.DEFINITION);
    sentences.add(
        "random and centre are controls that know nothing of the network: what a method does not"
            + " beat says nothing about it.");
    if (taken().contains(Measure.POINTING_GAME)) {
      sentences.add(
          "The pointing game is played in the whole images; the other figures are of what is in"
              + " the boxes, which the network was trained on.");
    }
    return sentences;
  }

  /** As Markdown. */
  public String markdown() {
    List<String> lines = new ArrayList<>(List.of("# How good the maps are", ""));
    lines.add(row("", Measure::column));
    lines.add("| --- |" + " --- |".repeat(taken().size()));
    for (String subject : subjects()) {
      lines.add(row(subject, measure -> text(subject, measure)));
    }
    lines.add("");
    definitions().forEach(sentence -> lines.add("* " + sentence));
    return String.join("\n", lines) + "\n";
  }

  private String row(String first, Function<Measure, String> cell) {
    return taken().stream()
        .map(cell)
        .collect(Collectors.joining(" | ", "| " + first + " | ", " |"));
  }

  /** Such as "0.231 (0.210 to 0.252), 2 undefined". */
  public String text(String subject, Measure measure) {
    Optional<MeasureSummary> figure = figure(subject, measure);
    if (figure.isEmpty()) {
      return NOTHING;
    }
    String text =
        String.format(
            Locale.ROOT, "%.3f (%s)", figure.get().mean(), interval(figure.get().interval()));
    int undefined = figure.get().undefined();
    return undefined == 0 ? text : text + ", " + undefined + " undefined";
  }

  /** Such as "0.210 to 0.252". */
  public static String interval(Interval interval) {
    return String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high());
  }

  /** The figures, a row a method and measure. */
  public String csv() throws IOException {
    List<List<?>> rows = new ArrayList<>();
    for (String subject : subjects()) {
      for (Measure measure : taken()) {
        figure(subject, measure).ifPresent(figure -> rows.add(row(subject, figure)));
      }
    }
    return Csv.text(
        List.of("method", "measure", "mean", "low", "high", "images", "undefined", "definition"),
        rows);
  }

  private List<?> row(String subject, MeasureSummary figure) {
    return List.of(
        subject,
        figure.measure().column(),
        Csv.number(figure.mean()),
        Csv.number(figure.interval().low()),
        Csv.number(figure.interval().high()),
        figure.images(),
        figure.undefined(),
        figure.measure().definition(input.height(), input.width()));
  }

  /** What was measured of each image. */
  public String csvOfImages() throws IOException {
    List<String> columns = new ArrayList<>(List.of("image", "method"));
    taken().forEach(measure -> columns.add(measure.column()));
    List<List<?>> rows = new ArrayList<>();
    for (String subject : subjects()) {
      for (MeasuredImage image : measures.get(subject).images()) {
        List<Object> row = new ArrayList<>(List.of(image.id(), subject));
        for (Measure measure : taken()) {
          row.add(Csv.number(image.values().getOrDefault(measure, Double.NaN)));
        }
        rows.add(row);
      }
    }
    return Csv.text(columns, rows);
  }
}
