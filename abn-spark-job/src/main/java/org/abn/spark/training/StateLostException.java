package org.abn.spark.training;

/** All executors that had a slice of the averaged state are gone. */
final class StateLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param block of the slice
   */
  StateLostException(String block) {
    super("no executor has " + block + " of the averaged state any more");
  }
}
