package org.abn.spark.report;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Keeps a page with a gallery below the size at which browsers and mail become slow. */
final class GalleryBudget {
  private static final double MOST_BYTES = 8_000_000;

  private GalleryBudget() {}

  /** The page in HTML, with so many cards that it fits. */
  static String html(ReportPage page) {
    ReportPage fitting = page;
    String html = PageTemplate.html(page);
    for (int bytes = bytes(html); bytes > MOST_BYTES && hasCards(fitting); bytes = bytes(html)) {
      fitting = reduced(fitting, MOST_BYTES / bytes);
      html = PageTemplate.html(fitting);
    }
    return html;
  }

  private static int bytes(String html) {
    return html.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean hasCards(ReportPage page) {
    return page.sections().stream()
        .anyMatch(section -> section instanceof Gallery gallery && !gallery.cards().isEmpty());
  }

  private static ReportPage reduced(ReportPage page, double share) {
    List<Section> sections =
        page.sections().stream()
            .map(
                section ->
                    section instanceof Gallery gallery
                        ? gallery.reducedTo((int) (gallery.cards().size() * share))
                        : section)
            .toList();
    return new ReportPage(page.title(), page.lead(), sections);
  }
}
