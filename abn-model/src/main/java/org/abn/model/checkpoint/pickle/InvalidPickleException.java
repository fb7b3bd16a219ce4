package org.abn.model.checkpoint.pickle;

/** A pickle is damaged, or asks for what is not allowed. The message says where and why. */
public final class InvalidPickleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean early;

  /**
   * Creates the exception.
   *
   * @param message what was expected, and what came
   */
  public InvalidPickleException(String message) {
    this(message, false, null);
  }

  private InvalidPickleException(String message, boolean early, Throwable cause) {
    super(message, cause);
    this.early = early;
  }

  /** Where there are fewer bytes than a pickle asks for. */
  static InvalidPickleException endsEarly(String message) {
    return new InvalidPickleException(message, true, null);
  }

  InvalidPickleException in(String place) {
    return new InvalidPickleException(place + ": " + getMessage(), early, this);
  }

  /** Whether the bytes ended before the pickle did, as those of a file that is cut do. */
  public boolean endsEarly() {
    return early;
  }
}
