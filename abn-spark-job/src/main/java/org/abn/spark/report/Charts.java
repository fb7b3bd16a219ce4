package org.abn.spark.report;

import java.util.List;

/**
 * Charts side by side, as far as there is room.
 *
 * @param title the heading
 * @param charts in the order of the page
 */
public record Charts(String title, List<Chart> charts) implements Section {

  /** Copies the list. */
  public Charts {
    charts = List.copyOf(charts);
  }
}
