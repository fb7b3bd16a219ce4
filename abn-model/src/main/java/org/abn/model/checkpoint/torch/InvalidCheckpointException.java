package org.abn.model.checkpoint.torch;

/**
 * A checkpoint is damaged, is none, or does not fit the network. The message is one line that says
 * what, where in the file, and what was expected; it leaves the file's name to the caller.
 */
public final class InvalidCheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A name from the file may be of any length. */
  private static final int LONGEST_MESSAGE = 500;

  /**
   * Creates the exception.
   *
   * @param message what is wrong; control characters become spaces
   */
  public InvalidCheckpointException(String message) {
    this(message, null);
  }

  /**
   * Creates the exception.
   *
   * @param message what is wrong; control characters become spaces
   * @param cause how it was noticed
   */
  public InvalidCheckpointException(String message, Throwable cause) {
    super(printable(message), cause);
  }

  private static String printable(String message) {
    String line = message.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
  }
}
