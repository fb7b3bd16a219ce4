package org.abn.spark.action;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.spark.figures.PaperIllustration;
import org.abn.spark.tables.PaperFigure;
import org.abn.spark.tables.PaperTable;

/**
 * What of the paper's tables is asked for.
 *
 * @param tables at least one
 * @param rows by name; all of the tables where there is none
 * @param figure that is drawn of runs of the table, which alone are asked for then
 */
public record TableRows(
    List<PaperTable> tables, List<String> rows, Optional<PaperIllustration> figure) {

  /** Copies the lists. */
  public TableRows {
    tables = List.copyOf(tables);
    rows = List.copyOf(rows);
  }

  /** All rows of all tables. */
  public static TableRows all() {
    return new TableRows(PaperTable.all(), List.of(), Optional.empty());
  }

  /**
   * Rows of a table.
   *
   * @param number of the table
   * @param rows by name, such as {@code resnet20}; none for all
   * @throws InvalidDataException where there is no such table, or no such row in it
   */
  public static TableRows of(int number, List<String> rows) {
    PaperTable table =
        table(number)
            .orElseThrow(
                () ->
                    InvalidDataException.of(
                        "--table must be one of the paper's, 1 to 4, cannot be: %d", number));
    TreeSet<String> known = new TreeSet<>();
    table.cells().forEach(cell -> cell.row().ifPresent(known::add));
    for (String row : rows) {
      if (!known.contains(row)) {
        throw InvalidDataException.of(
            "--rows must be rows of table %d (%s), cannot be: %s",
            number, String.join(", ", known), row);
      }
    }
    return new TableRows(List.of(table), rows, Optional.empty());
  }

  /**
   * What a figure is drawn of.
   *
   * @param number of the figure
   * @throws InvalidDataException where there is no such figure that shows networks
   */
  public static TableRows ofFigure(int number) {
    PaperIllustration figure =
        PaperIllustration.numbered(number)
            .orElseThrow(
                () ->
                    InvalidDataException.of(
                        "--figure must be one of the paper's that show networks' answers, 4 to 7,"
                            + " cannot be: %d",
                        number));
    PaperTable table = table(figure.table()).orElseThrow();
    return new TableRows(List.of(table), List.of(), Optional.of(figure));
  }

  private static Optional<PaperTable> table(int number) {
    return PaperTable.all().stream().filter(one -> one.number() == number).findFirst();
  }

  /** The configurations that are asked for, each once, in the tables' order. */
  List<TableConf> confs() {
    return confs(tables.stream().flatMap(table -> table.cells().stream()).filter(this::isAskedFor));
  }

  /** All configurations of the tables, asked for or not. */
  List<TableConf> allConfs() {
    return confs(tables.stream().flatMap(table -> table.cells().stream()));
  }

  private static List<TableConf> confs(Stream<PaperFigure> cells) {
    return cells.flatMap(cell -> cell.conf().stream()).distinct().map(TableConf::new).toList();
  }

  private boolean isAskedFor(PaperFigure cell) {
    if (figure.isPresent()) {
      return cell.conf().filter(figure.get().confs()::contains).isPresent();
    }
    return rows.isEmpty() || cell.row().filter(rows::contains).isPresent();
  }
}
