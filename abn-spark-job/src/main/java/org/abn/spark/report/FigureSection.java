package org.abn.spark.report;

import java.util.List;
import java.util.Optional;
import org.abn.spark.results.FigureRecord;
import org.abn.spark.results.StoredFigure;

/** A figure of the paper, drawn of our runs, as a page shows it. */
final class FigureSection {

  private FigureSection() {}

  /** The figure, and how it was made. */
  static Pictures of(StoredFigure figure) {
    FigureRecord record = figure.record();
    String place = "In full size: figures/figure-" + record.number() + ".png.";
    return new Pictures(
        record.heading(),
        String.join(" ", record.sentences()) + " " + place,
        List.of(new ReportPicture(record.heading(), figure.png())));
  }

  /** What the figure is not, if it is a rehearsal's. */
  static Optional<Notice> notice(StoredFigure figure) {
    FigureRecord record = figure.record();
    return record.marks().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Notice(
                "Figure " + record.number() + " is a rehearsal", String.join(" ", record.marks())));
  }
}
