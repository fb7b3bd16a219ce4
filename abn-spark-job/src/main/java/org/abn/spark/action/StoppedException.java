package org.abn.spark.action;

/** Training was told to stop, and has written a checkpoint that it goes on from. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoppedException(String message) {
    super(message);
  }
}
