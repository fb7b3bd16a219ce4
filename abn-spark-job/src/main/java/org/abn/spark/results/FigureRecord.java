package org.abn.spark.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code figure-4.json}: what a figure shows, and of which runs.
 *
 * @param number of the figure in the paper
 * @param title what it shows
 * @param notes sentences on how it was made
 * @param marks what the figure is not, a sentence each, if its runs are of less than the recipe or
 *     of other data
 * @param runs whose networks it shows
 */
public record FigureRecord(
    int number, String title, List<String> notes, List<String> marks, List<Origin> runs) {

  /** Copies the lists. */
  public FigureRecord {
    notes = List.copyOf(notes);
    marks = List.copyOf(marks);
    runs = List.copyOf(runs);
  }

  /**
   * A run.
   *
   * @param conf such as {@code imagenet/cam-resnet152}
   * @param seed of the run
   * @param epochs that it has
   * @param dataset of the shards
   * @param manifestSha256 of the shards' manifest
   * @param gitCommit of the program that trained it last
   * @param directory of the run
   */
  public record Origin(
      String conf,
      long seed,
      int epochs,
      String dataset,
      String manifestSha256,
      String gitCommit,
      String directory) {

    private String sentence() {
      return String.format(
          Locale.ROOT,
          "%s: seed %d, %d epoch%s on %s.",
          conf,
          seed,
          epochs,
          epochs == 1 ? "" : "s",
          dataset);
    }
  }

  /** Such as "Figure 4. Grad-CAM, CAM and attention maps". */
  public String heading() {
    return "Figure " + number + ". " + title;
  }

  /** How it was made, and of which runs. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>(notes);
    runs.forEach(run -> sentences.add(run.sentence()));
    return sentences;
  }

  /** All that the picture itself says, a line each. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(heading() + "."));
    lines.addAll(sentences());
    lines.addAll(marks);
    return lines;
  }
}
