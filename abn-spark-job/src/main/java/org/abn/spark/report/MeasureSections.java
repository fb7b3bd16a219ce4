package org.abn.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abn.model.quality.Measure;
import org.abn.model.quality.MeasureSummary;
import org.abn.spark.results.MeasureTable;

/** How good maps are, as a page shows it: a table, and what its figures are. */
public final class MeasureSections {

  private static final int DIGITS = 3;

  private MeasureSections() {}

  /** The sections of a table. */
  public static List<Section> of(MeasureTable measures) {
    List<String> headers = new ArrayList<>(List.of("maps"));
    measures.taken().forEach(measure -> headers.add(measure.column().replace('_', ' ')));
    List<List<Cell>> rows = new ArrayList<>();
    for (String subject : measures.subjects()) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(subject)));
      measures.taken().forEach(measure -> row.add(cell(measures, subject, measure)));
      rows.add(row);
    }
    String caption = "Means with 95 % intervals; what each figure is stands below.";
    return List.of(
        new Table("How good the maps are", caption, headers, rows),
        new Text("What is measured", measures.definitions()));
  }

  private static Cell cell(MeasureTable measures, String subject, Measure measure) {
    Optional<MeasureSummary> figure = measures.figure(subject, measure);
    if (figure.isEmpty()) {
      return Cell.EMPTY;
    }
    String text = measures.text(subject, measure);
    String interval = text.substring(text.indexOf('(') + 1).replace(")", "");
    return Cell.number(figure.get().mean(), DIGITS).withNote(interval);
  }
}
