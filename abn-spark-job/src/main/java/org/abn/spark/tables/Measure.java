package org.abn.spark.tables;

/** What the figures of a table are, in percent. */
public enum Measure {
  /** Top-1 error: the less the better. */
  ERROR("top-1 error"),
  /** Accuracy: the more the better. */
  ACCURACY("accuracy");

  private final String title;

  Measure(String title) {
    this.title = title;
  }

  /** As it is written over a table. */
  public String title() {
    return title;
  }

  /** A figure from a top-1 error in percent; of attributes that is 100 less their mean accuracy. */
  public double ofError(double error) {
    return this == ERROR ? error : 100 - error;
  }
}
