package org.abn.spark.report;

import java.util.ArrayList;
import java.util.List;
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
    return measures.figure(subject, measure).map(MeasureSections::cell).orElse(Cell.EMPTY);
  }

  private static Cell cell(MeasureSummary figure) {
    String interval = MeasureTable.interval(figure.interval());
    int undefined = figure.undefined();
    return Cell.number(figure.mean(), DIGITS)
        .withNote(undefined == 0 ? interval : interval + ", " + undefined + " undefined");
  }
}
