package org.abn.model.checkpoint.pickle;

/** A pickle is damaged, or asks for what is not allowed. The message says where and why. */
public final class InvalidPickleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param message what was expected, and what came
   */
  public InvalidPickleException(String message) {
    super(message);
  }

  private InvalidPickleException(String message, Throwable cause) {
    super(message, cause);
  }

  InvalidPickleException in(String place) {
    return new InvalidPickleException(place + ": " + getMessage(), this);
  }
}
