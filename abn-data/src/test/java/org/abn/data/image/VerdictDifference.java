package org.abn.data.image;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abn.data.InvalidDataException;

/** Why we refuse what OpenCV decodes; docs/adr/0012 has the reasons. */
enum VerdictDifference {
  /** OpenCV fills up a JPEG that ends too early, without a word. */
  CUT_SHORT("JPEG ends within its "),
  /** Its pixels end before there can be any. */
  WITHOUT_PIXELS("bytes of pixels, expected at least"),
  /** The checksum of a chunk that decoders need not know. */
  CHECKSUM("PNG chunk [a-z][A-Za-z]{3} at byte .* has CRC-32"),
  CHUNK_BEFORE_HEADER("expected IHDR of 13"),
  PIXELS_IN_TWO_PLACES("expected all IDAT after one another"),
  /** OpenCV does not look at what follows the last pixel it wants. */
  AFTER_PIXELS("JPEG .*at byte ([0-9,]+)");

  private static final byte[] END = {-1, (byte) JpegMarker.EOI};

  private final Pattern message;

  VerdictDifference(String message) {
    this.message = Pattern.compile(message);
  }

  /** The reason for a refusal. */
  static VerdictDifference of(byte[] file, String refusal) {
    return Arrays.stream(values())
        .filter(difference -> difference.explains(file, refusal))
        .findFirst()
        .orElseThrow(() -> new AssertionError("OpenCV decodes what we refuse: " + refusal));
  }

  private boolean explains(byte[] file, String refusal) {
    Matcher matcher = message.matcher(refusal);
    return matcher.find()
        && (this != AFTER_PIXELS || isSoundTo(file, matcher.group(1).replace(",", "")));
  }

  /** Whether a JPEG is an image if it ends where it was refused. */
  private static boolean isSoundTo(byte[] file, String offset) {
    int end = Integer.parseInt(offset);
    byte[] begun = Arrays.copyOf(file, end + END.length);
    System.arraycopy(END, 0, begun, end, END.length);
    try {
      return ImageHeader.of(begun).shape().known();
    } catch (InvalidDataException e) {
      return false;
    }
  }
}
