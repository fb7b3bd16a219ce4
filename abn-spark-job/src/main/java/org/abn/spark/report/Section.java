package org.abn.spark.report;

/** A part of a page, below a heading of its own. */
public sealed interface Section
    permits Notice, Figures, Charts, Table, Pictures, Gallery, Facts, Text {

  /** The heading. */
  String title();

  /** By which the template tells the sections apart. */
  default String kind() {
    return getClass().getSimpleName();
  }
}
