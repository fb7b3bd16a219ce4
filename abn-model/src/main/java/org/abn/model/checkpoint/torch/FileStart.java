package org.abn.model.checkpoint.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The first bytes of a file, which tell what it is.
 *
 * @param text a character a byte
 */
record FileStart(String text) {

  /** A tar archive's mark is at byte 257. */
  private static final int BYTES = 512;

  static FileStart of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new FileStart(new String(in.readNBytes(BYTES), StandardCharsets.ISO_8859_1));
    }
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** Whether some characters are at a place. */
  boolean has(int at, String mark) {
    return text.startsWith(mark, at);
  }

  /** Whether a word is the first of a text, in letters of either case. */
  boolean begins(String word) {
    return words().startsWith(word);
  }

  /** Whether a word, of small letters, is anywhere in letters of either case. */
  boolean mentions(String word) {
    return words().contains(word);
  }

  /** In small letters, from the first that is no white space and no mark of UTF-8. */
  private String words() {
    String start = has(0, "\u00ef\u00bb\u00bf") ? text.substring(3) : text;
    return start.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether all of it is text. */
  boolean isText() {
    return text.chars().noneMatch(c -> c < ' ' && !Character.isWhitespace(c));
  }

  int at(int place) {
    return place < text.length() ? text.charAt(place) : -1;
  }
}
