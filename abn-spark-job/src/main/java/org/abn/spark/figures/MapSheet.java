package org.abn.spark.figures;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.picture.OverlayStyle;
import org.abn.model.picture.Panel;
import org.abn.model.picture.Picture;
import org.abn.model.picture.Sheet;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The same images under maps of several networks (Figures 4 and 5): a column an image, a row a
 * network, and below each map what that network predicts.
 *
 * @param rows below the images themselves
 */
record MapSheet(List<Row> rows) {

  private static final int IMAGES = 6;

  /**
   * Maps of a network.
   *
   * @param run of the network
   * @param method that finds them
   * @param title of the row
   */
  record Row(FigureRun run, ExplanationMethod method, String title) {}

  /**
   * Draws it.
   *
   * @throws org.abn.data.InvalidDataException where the runs have no image in common
   */
  Drawing draw(JavaSparkContext spark) throws IOException {
    ChosenImages chosen =
        ChosenImages.of(spark, rows.stream().map(row -> row.run().images()).toList(), IMAGES);
    List<ExplainedRun> explained = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      FigureRun run = rows.get(i).run();
      explained.add(ExplainedRun.of(run, chosen.records(i, run.images()), rows.get(i).method()));
    }
    List<Sheet.Column> columns = new ArrayList<>();
    for (int image = 0; image < chosen.count(); image++) {
      columns.add(column(explained, image));
    }
    List<String> titles =
        Stream.concat(Stream.of("Original image"), rows.stream().map(Row::title)).toList();
    Picture picture = new Sheet(OverlayStyle.TURBO).of(titles, columns);
    return new Drawing(
        List.of(
            chosen.sentence(),
            "The colours of each map span what it reaches from and to, which stands below it."),
        Optional.empty(),
        lines -> picture.captioned(lines).png());
  }

  private Sheet.Column column(List<ExplainedRun> explained, int image) {
    List<Panel> panels = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      ExplainedRun run = explained.get(i);
      panels.add(
          Panel.ofOwnRange(
              run.explanations().get(image).map(rows.get(i).method(), 0),
              List.of(run.predicted(image)),
              false));
    }
    // Of makers and models, an image is both.
    List<String> truths = explained.stream().map(run -> run.truth(image)).distinct().toList();
    return new Sheet.Column(explained.get(0).pixels().get(image), truths, panels);
  }
}
