package org.abn.data.image;

import org.abn.data.InvalidDataException;

/**
 * The compressed pixels of a JPEG's scan, which end at the next marker (ITU T.81, B.1.1.5). An FF
 * of their own is followed by 00.
 */
final class EntropyCodedData {
  private static final int RST0 = 0xD0;
  private static final int RESTARTS = 8; // markers, counted over and over

  private EntropyCodedData() {}

  /**
   * Finds the end.
   *
   * @param from first byte
   * @param restarts whether there may be restart markers
   * @return where the marker begins that follows
   * @throws InvalidDataException if none follows, or restart markers are missing or too many
   */
  static int end(byte[] file, int from, boolean restarts) {
    int restart = 0;
    int next = from;
    while (true) {
      next = marker(file, next);
      int code = Byte.toUnsignedInt(file[next + 1]);
      if (code < RST0 || code >= RST0 + RESTARTS) {
        return next;
      }
      if (!restarts || code != RST0 + restart) {
        throw InvalidDataException.of(
            "JPEG has restart marker %d at byte %,d within its pixels, expected %s",
            code - RST0, next, restarts ? restart : "none");
      }
      restart = (restart + 1) % RESTARTS;
      next += 2;
    }
  }

  /** The next FF that neither is a pixel's nor precedes another FF. */
  private static int marker(byte[] file, int from) {
    for (int i = from; i < file.length - 1; i++) {
      if (file[i] == -1 && file[i + 1] != -1 && file[i + 1] != 0) {
        return i;
      }
    }
    throw InvalidDataException.of(
        "JPEG ends within its pixels at byte %,d; copy it again", file.length);
  }
}
