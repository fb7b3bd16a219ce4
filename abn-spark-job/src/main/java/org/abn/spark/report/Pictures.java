package org.abn.spark.report;

import java.util.List;

/**
 * Pictures, each with what it shows.
 *
 * @param title the heading
 * @param caption a sentence on all of them
 * @param pictures in the order of the page
 */
public record Pictures(String title, String caption, List<ReportPicture> pictures)
    implements Section {

  /** Copies the list. */
  public Pictures {
    pictures = List.copyOf(pictures);
  }
}
