package org.abn.spark.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows that a reader can sort by any column.
 *
 * @param title the heading
 * @param caption a sentence: what the rows are; may be empty
 * @param headers of the columns
 * @param rows of as many cells as there are headers
 */
public record Table(String title, String caption, List<String> headers, List<List<Cell>> rows)
    implements Section {

  /** Copies the lists, and checks that every column has a name and every row is whole. */
  public Table {
    headers = List.copyOf(headers);
    rows = rows.stream().map(List::copyOf).toList();
    if (headers.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(title + ": a column has no name");
    }
    for (List<Cell> row : rows) {
      if (row.size() != headers.size()) {
        throw new IllegalArgumentException(
            title + ": a row has " + row.size() + " cells, expected " + headers.size());
      }
    }
  }

  /** By column, whether its cells are numbers. */
  public List<Boolean> numeric() {
    return IntStream.range(0, headers.size())
        .mapToObj(column -> rows.stream().map(row -> row.get(column)).anyMatch(Cell::isNumber))
        .toList();
  }
}
