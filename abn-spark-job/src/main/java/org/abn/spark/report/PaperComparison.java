package org.abn.spark.report;

import java.util.List;
import java.util.Optional;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.tables.PaperFigure;
import org.abn.spark.tables.PaperTable;

/** A run beside the figures that the paper has of its network on its dataset. */
final class PaperComparison {

  private static final int DIGITS = 2;

  private PaperComparison() {}

  /**
   * A row a figure of the paper.
   *
   * @param last metrics of the run's last epoch
   * @return empty where the paper has none
   */
  static Optional<Table> of(String dataset, String network, EpochMetrics last) {
    String conf = dataset + "/" + network;
    List<List<Cell>> rows =
        PaperTable.all().stream()
            .flatMap(table -> table.cellOf(conf).map(figure -> row(table, figure, last)).stream())
            .toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Table(
                "Beside the paper",
                "Of test images, in percent. The paper's figures are of its whole recipe, and on"
                    + " CIFAR-100 of the epoch that is best on the test images.",
                List.of(
                    "figure", "measure", "paper", "the paper's baseline", "this run, last epoch"),
                rows));
  }

  private static List<Cell> row(PaperTable table, PaperFigure figure, EpochMetrics last) {
    Double baseline =
        figure.baseline().flatMap(table::cellOf).map(PaperFigure::published).orElse(null);
    return List.of(
        Cell.of("Table " + table.number() + ", " + figure.system() + ", " + figure.column()),
        Cell.of(table.measure().title()),
        Cell.number(figure.published(), DIGITS),
        Cell.number(baseline, DIGITS),
        Cell.number(table.measure().ofError(last.testTop1Error()), DIGITS));
  }
}
