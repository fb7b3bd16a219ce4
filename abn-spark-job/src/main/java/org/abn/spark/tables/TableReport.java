package org.abn.spark.tables;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of the paper with our figures beside the published ones.
 *
 * @param table what was published
 * @param marks what our figures are not: a rehearsal, of other data
 * @param overrides settings that were not the configurations' own, by key
 * @param lines a figure each
 * @param attributes Table 4's by attribute; null of others
 */
public record TableReport(
    PaperTable table,
    List<String> marks,
    Map<String, String> overrides,
    List<TableLine> lines,
    @JsonInclude(Include.NON_NULL) AttributeComparison attributes) {

  private static final int ATTRIBUTES = 4;

  /**
   * Puts them together.
   *
   * @param runs ours, by configuration; of those that were not asked for there may be none
   */
  public static TableReport of(
      PaperTable table, Map<String, String> overrides, Map<String, ConfRuns> runs) {
    List<String> marks =
        table.cells().stream()
            .flatMap(cell -> cell.conf().stream())
            .filter(runs::containsKey)
            .flatMap(conf -> runs.get(conf).marks().stream())
            .distinct()
            .toList();
    return new TableReport(
        table,
        marks,
        overrides,
        TableLine.of(table, runs),
        table.number() == ATTRIBUTES ? attributes(table, runs) : null);
  }

  private static AttributeComparison attributes(PaperTable table, Map<String, ConfRuns> runs) {
    return AttributeComparison.of(
        runs(table, runs, AttributeComparison.OUR_BASELINE),
        runs(table, runs, AttributeComparison.OUR_ABN));
  }

  private static Optional<ConfRuns> runs(
      PaperTable table, Map<String, ConfRuns> runs, String system) {
    return table.cells().stream()
        .filter(cell -> cell.system().equals(system))
        .flatMap(cell -> cell.conf().stream())
        .findFirst()
        .map(runs::get);
  }

  /** Its line of a system and a column, if there is one. */
  Optional<TableLine> line(String system, String column) {
    return lines.stream()
        .filter(line -> line.cell().system().equals(system))
        .filter(line -> line.cell().column().equals(column))
        .findFirst();
  }

  /** As Markdown, in the paper's layout first. */
  public String markdown() {
    return new MarkdownTable(this).text();
  }

  /** As CSV, a line a figure. */
  public String csv() {
    return CsvTable.text(this);
  }
}
