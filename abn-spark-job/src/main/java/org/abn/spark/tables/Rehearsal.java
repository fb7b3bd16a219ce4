package org.abn.spark.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.abn.data.format.DatasetFormat;
import org.abn.data.record.Split;
import org.abn.spark.results.RunData;
import org.abn.spark.results.RunRecord;

/** What tells a run from one that gives a figure of the table. */
final class Rehearsal {

  private Rehearsal() {}

  /**
   * Says it, a sentence each; nothing where the run is by the recipe and on the whole data.
   *
   * @param recipeEpochs how many epochs the paper's recipe has
   * @param dataset of the table
   */
  static List<String> marks(RunRecord run, int recipeEpochs, PaperDataset dataset) {
    List<String> marks = new ArrayList<>();
    run.limit()
        .ifPresent(
            limit ->
                marks.add("Rehearsal: at most " + limit + " training and as many test images."));
    int epochs = run.epochsAsked();
    if (epochs < recipeEpochs) {
      marks.add(
          String.format(
              Locale.ROOT, "Shortened: %d of the recipe's %d epochs.", epochs, recipeEpochs));
    }
    if (run.data() != null) {
      marks.addAll(marks(run.data(), dataset));
    }
    return marks;
  }

  private static List<String> marks(RunData data, PaperDataset dataset) {
    if (!data.dataset().equals(dataset.shards())) {
      return List.of(
          "Other data: %s, not the table's %s.".formatted(data.dataset(), dataset.shards()));
    }
    int published = DatasetFormat.named(dataset.shards()).publishedImages(Split.TRAIN);
    List<String> marks = new ArrayList<>();
    if (data.trainingImages() < published) {
      marks.add(
          String.format(
              Locale.ROOT,
              "A part of %s: %,d of the %,d training images.",
              dataset.shards(),
              data.trainingImages(),
              published));
    }
    if (data.answers() != dataset.answers()) {
      marks.add(
          String.format(
              Locale.ROOT,
              "Other answers: %d classes or attributes, not the table's %d.",
              data.answers(),
              dataset.answers()));
    }
    return marks;
  }
}
