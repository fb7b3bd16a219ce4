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

  /** The HTML, in UTF-8 below 5 MB. Pictures are made smaller where all of them would not fit. */
  public String html() {
    return PageTemplate.html(new ReportPage(title, lead, PictureBudget.applied(sections)));
  }
}
