package org.abn.model.saved;

/**
 * A {@code model.zip} is damaged, or none. The message is one line that says what, where in the
 * file, and what was expected; it leaves the file's name to the caller.
 */
public final class InvalidModelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Names and DL4J's messages may be of any length. */
  private static final int LONGEST_MESSAGE = 500;

  /**
   * Creates the exception.
   *
   * @param message what is wrong; control characters become spaces
   */
  public InvalidModelException(String message) {
    this(message, null);
  }

  /**
   * Creates the exception.
   *
   * @param message what is wrong; control characters become spaces
   * @param cause how it was noticed
   */
  public InvalidModelException(String message, Throwable cause) {
    super(line(message), cause);
  }

  private static String line(String message) {
    String line = message.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
  }
}
