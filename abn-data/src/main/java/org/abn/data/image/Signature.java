package org.abn.data.image;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Kinds of image files by their first bytes; names lie. */
enum Signature {
  JPEG("JPEG", "\377\330\377"),
  PNG("PNG", "\211PNG\r\n\032\n"),
  GIF("a GIF", "GIF8"),
  BMP("a BMP", "BM"),
  WEBP("a WebP", "RIFF????WEBP"), // with any length
  LITTLE_ENDIAN_TIFF("a TIFF", "II*\0"),
  BIG_ENDIAN_TIFF("a TIFF", "MM\0*"),
  UNKNOWN("nothing known", "");

  private static final char ANY = '?';

  private final String label;
  private final String bytes;

  Signature(String label, String bytes) {
    this.label = label;
    this.bytes = bytes;
  }

  /** The kind of a file; every file begins as {@link #UNKNOWN} does. */
  static Signature of(byte[] file) {
    return Arrays.stream(values()).filter(kind -> kind.begins(file)).findFirst().orElseThrow();
  }

  private boolean begins(byte[] file) {
    return file.length >= bytes.length()
        && IntStream.range(0, bytes.length()).allMatch(i -> matches(bytes.charAt(i), file[i]));
  }

  private static boolean matches(char expected, byte found) {
    return expected == ANY || expected == Byte.toUnsignedInt(found);
  }

  /** What a message calls the kind. */
  @Override
  public String toString() {
    return label;
  }
}
