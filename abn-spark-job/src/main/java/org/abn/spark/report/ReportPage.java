package org.abn.spark.report;

import java.util.List;

/**
 * A page that is one file: no network, light and dark, phone to desktop, and in print.
 *
 * @param title what it is of, in a few words
 * @param lead a sentence or two: what was done, and what came of it
 * @param sections in the order of the page
 */
public record ReportPage(String title, String lead, List<Section> sections) {

  /** Copies the list. */
  public ReportPage {
    if (title.isBlank()) {
      throw new IllegalArgumentException("a page must have a title");
    }
    sections = List.copyOf(sections);
  }

  /**
   * The HTML, in UTF-8 below 5 MB, or 8 MB with a gallery. Where all would not fit, pictures are
   * made smaller, and a gallery shows fewer images and says so.
   */
  public String html() {
    return GalleryBudget.html(new ReportPage(title, lead, PictureBudget.applied(sections)));
  }
}
