package org.abn.data.image;

import org.abn.data.InvalidDataException;

/**
 * The compressed pixels of a JPEG's scan, which end at the next marker (ITU T.81, B.1.1.5). An FF
 * of their own is followed by 00. Where restart markers are missing, or not those that are due,
 * decoders find the rest of the pixels as libjpeg's {@code jpeg_resync_to_restart} says; the pixels
 * themselves, of which there may be too few or too many, do not matter to it.
 */
final class EntropyCodedData {
  private static final int RESTARTS = 8; // markers, counted over and over

  private final byte[] file;
  private JpegMarker marker;
  private boolean regular = true;

  /**
   * Finds the end.
   *
   * @param from first byte
   * @param restarts how many restart markers are due
   * @throws InvalidDataException if no marker follows
   */
  EntropyCodedData(byte[] file, int from, long restarts) {
    this.file = file;
    marker = next(from);
    for (long restart = 0; restart < restarts && mayRestart(); restart++) {
      pass((int) (restart % RESTARTS));
    }
  }

  /** Where the marker begins at which decoders go on after the scan. */
  int end() {
    return marker.offset();
  }

  /** Whether there are all restart markers that are due, in their order. */
  boolean isRegular() {
    return regular;
  }

  /** A marker of a segment stays where it is, whatever was due before it. */
  private boolean mayRestart() {
    boolean may = marker.isRestart() || isInvalid();
    regular &= may;
    return may;
  }

  /** Below all that stand in files. */
  private boolean isInvalid() {
    return marker.code() < JpegMarker.SOF0;
  }

  /** Passes a restart marker, unless it is one of the next two: then pixels are missing. */
  private void pass(int due) {
    while (isInvalid() || isOneOfTheLastTwo(due)) {
      regular = false;
      marker = next(marker.end());
    }
    int ahead = ahead(due);
    regular &= ahead == 0;
    if (marker.isRestart() && ahead != 1 && ahead != 2) {
      marker = next(marker.end());
    }
  }

  private boolean isOneOfTheLastTwo(int due) {
    return marker.isRestart() && ahead(due) >= RESTARTS - 2;
  }

  private int ahead(int due) {
    return Math.floorMod(marker.code() - JpegMarker.RST0 - due, RESTARTS);
  }

  private JpegMarker next(int from) {
    return JpegMarker.after(file, from)
        .orElseThrow(
            () ->
                InvalidDataException.of(
                    "JPEG ends within its pixels at byte %,d; copy it again", file.length));
  }
}
