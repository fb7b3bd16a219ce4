package org.abn.spark.report;

import java.util.List;

/**
 * Plain text.
 *
 * @param title the heading
 * @param paragraphs without markup
 */
public record Text(String title, List<String> paragraphs) implements Section {

  /** Copies the list. */
  public Text {
    paragraphs = List.copyOf(paragraphs);
  }
}
