package org.abn.data;

import java.util.Locale;

/** Text as a message may have it, whatever file or argument it was quoted from. */
public final class OneLine {
  private OneLine() {}

  /**
   * Makes a text one line in which everything can be seen.
   *
   * @param text any
   * @return the text, its line breaks as spaces and characters that show nothing, such as a byte
   *     order mark or a terminal's controls, as {@code \\uFEFF}
   */
  public static String of(String text) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
    StringBuilder visible = new StringBuilder(line.length());
    line.codePoints().forEach(c -> append(visible, c));
    return visible.toString();
  }

  private static void append(StringBuilder line, int codePoint) {
    if (isVisible(codePoint)) {
      line.appendCodePoint(codePoint);
    } else {
      for (char unit : Character.toChars(codePoint)) {
        line.append(String.format(Locale.ROOT, "\\u%04X", (int) unit));
      }
    }
  }

  private static boolean isVisible(int codePoint) {
    return codePoint == ' '
        || switch (Character.getType(codePoint)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.UNASSIGNED,
              Character.SPACE_SEPARATOR,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> true;
        };
  }
}
