package org.abn.data.image;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.abn.data.InvalidDataException;

/**
 * A marker of a JPEG file with the segment that follows it (ITU T.81, annex B).
 *
 * @param marker what begins it
 * @param adjoins whether nothing but FF is between it and what precedes it
 * @param content the bytes after the segment's length, to be read once
 */
record JpegSegment(JpegMarker marker, boolean adjoins, ByteBuffer content) {
  /**
   * Finds the next segment. Whatever is before it is passed over, as libjpeg does with a warning:
   * bytes that belong to nothing, and markers that stand alone.
   */
  static JpegSegment at(byte[] file, int from) {
    JpegMarker marker = next(file, from);
    while (marker.isRestart() || marker.code() == JpegMarker.TEM) {
      marker = next(file, marker.end());
    }
    requireSupported(marker);
    return new JpegSegment(marker, isFill(file, from, marker), content(file, marker));
  }

  private static JpegMarker next(byte[] file, int from) {
    return JpegMarker.after(file, from).orElseThrow(() -> truncated(file));
  }

  private static boolean isFill(byte[] file, int from, JpegMarker marker) {
    int i = from;
    while (i < marker.offset() && file[i] == -1) {
      i++;
    }
    return i == marker.offset();
  }

  private static ByteBuffer content(byte[] file, JpegMarker marker) {
    int from = marker.end();
    if (marker.code() == JpegMarker.EOI) {
      return ByteBuffer.wrap(file, from, 0);
    }
    int length = length(file, marker);
    if (length > file.length - from) {
      throw truncated(file);
    }
    return ByteBuffer.wrap(file, from + 2, length - 2);
  }

  /** How long a segment says it is, its own two bytes included. */
  private static int length(byte[] file, JpegMarker marker) {
    int from = marker.end();
    if (file.length - from < 2) {
      throw truncated(file);
    }
    int length = Short.toUnsignedInt(ByteBuffer.wrap(file).getShort(from));
    if (length < 2 && !isIgnored(marker)) {
      throw InvalidDataException.of(
          "JPEG segment %s at byte %,d has the length %d, expected at least 2",
          marker, marker.offset(), length);
    }
    return Math.max(2, length);
  }

  /** Whether decoders do not care what is in a segment: not even how long it is. */
  private static boolean isIgnored(JpegMarker marker) {
    return marker.isApplication()
        || marker.code() == JpegMarker.COM
        || marker.code() == JpegMarker.DNL;
  }

  private static InvalidDataException truncated(byte[] file) {
    return InvalidDataException.of(
        "JPEG ends within its segments at byte %,d; copy it again", file.length);
  }

  private static void requireSupported(JpegMarker marker) {
    String unsupported =
        switch (marker.code()) {
          case 0xC3, 0xCB -> "is lossless";
          case 0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF, 0xDE, 0xDF -> "is hierarchical";
          case JpegMarker.SOI -> "begins another image";
          default -> marker.isKnown() ? "" : "has an unknown marker";
        };
    if (!unsupported.isEmpty()) {
      throw InvalidDataException.of(
          "JPEG %s (FF%02X at byte %,d), expected one baseline or progressive image",
          unsupported, marker.code(), marker.offset());
    }
  }

  /** The code of the marker. */
  int code() {
    return marker.code();
  }

  /** Where the marker begins. */
  int offset() {
    return marker.offset();
  }

  /** The byte after the segment. */
  int end() {
    return content.limit();
  }

  /** The next byte of the content. */
  int next() {
    return Byte.toUnsignedInt(content.get());
  }

  /** The next two bytes. */
  int nextShort() {
    return Short.toUnsignedInt(content.getShort());
  }

  /** Passes over some bytes of the content. */
  void skip(int bytes) {
    if (bytes > content.remaining()) {
      throw fault("is too short for what it says it holds");
    }
    content.position(content.position() + bytes);
  }

  /** Refuses content that has not all been read. */
  void requireRead() {
    if (content.hasRemaining()) {
      throw fault("has %,d bytes too many", content.remaining());
    }
  }

  /** What is wrong with the segment. */
  InvalidDataException fault(String format, Object... arguments) {
    return InvalidDataException.of(
        "JPEG segment %s at byte %,d %s",
        marker, offset(), String.format(Locale.ROOT, format, arguments));
  }
}
