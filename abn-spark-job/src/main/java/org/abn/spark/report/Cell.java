package org.abn.spark.report;

import java.util.Locale;

/**
 * A cell of a table.
 *
 * @param text what is read; may be empty
 * @param order by which a column of numbers is sorted; null where the cell is none
 * @param note what is read below it, smaller; may be empty
 * @param mark how it stands out
 */
public record Cell(String text, Double order, String note, Mark mark) {

  /** What a cell can be marked as. */
  public enum Mark {
    NONE,
    BEST,
    DOUBTFUL
  }

  /** An empty cell. */
  public static final Cell EMPTY = of("");

  /** A cell of text. */
  public static Cell of(String text) {
    return new Cell(text, null, "", Mark.NONE);
  }

  /**
   * A cell of a number.
   *
   * @param value shown to so many digits behind the point; null for an empty cell
   */
  public static Cell number(Double value, int digits) {
    if (value == null) {
      return EMPTY;
    }
    return new Cell(String.format(Locale.ROOT, "%." + digits + "f", value), value, "", Mark.NONE);
  }

  /** The same with a note. */
  public Cell withNote(String what) {
    return new Cell(text, order, what, mark);
  }

  /** The same with a mark. */
  public Cell marked(Mark as) {
    return new Cell(text, order, note, as);
  }

  boolean isNumber() {
    return order != null;
  }
}
