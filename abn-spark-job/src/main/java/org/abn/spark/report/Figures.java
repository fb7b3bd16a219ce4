package org.abn.spark.report;

import java.util.List;

/**
 * The few figures that matter, large.
 *
 * @param title the heading
 * @param figures about four
 */
public record Figures(String title, List<Figure> figures) implements Section {

  /**
   * One of them.
   *
   * @param value with its unit, such as {@code 19.80 %}
   * @param label what it is
   * @param note what else has to be said of it; may be empty
   */
  public record Figure(String value, String label, String note) {}

  /** Copies the list. */
  public Figures {
    figures = List.copyOf(figures);
  }
}
