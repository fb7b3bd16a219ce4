package org.abn.data;

import java.util.Locale;

/**
 * The user's data or data settings are at fault. The message is one line saying what, where (file
 * and line or byte), what was expected and what to do; the command line prints it and exits with 2.
 */
public final class InvalidDataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param message what is wrong; line breaks become spaces
   */
  public InvalidDataException(String message) {
    super(oneLine(message));
  }

  /**
   * Creates the exception.
   *
   * @param message what is wrong; line breaks become spaces
   * @param cause how it was noticed
   */
  public InvalidDataException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /**
   * Creates the exception from a format, the same on every machine whatever its locale.
   *
   * @param format as of {@link String#format(Locale, String, Object...)}
   * @param arguments what the format names
   * @return the exception, to be thrown
   */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be this module's one dependency
  public static InvalidDataException of(String format, Object... arguments) {
    return new InvalidDataException(String.format(Locale.ROOT, format, arguments));
  }

  /**
   * The same fault with the place put in front.
   *
   * @param place file and offset
   * @return an exception caused by this one
   */
  public InvalidDataException in(String place) {
    return new InvalidDataException(place + ": " + getMessage(), this);
  }

  private static String oneLine(String message) {
    return OneLine.of(String.valueOf(message));
  }
}
