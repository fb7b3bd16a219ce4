package org.abn.data.image;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.abn.data.InvalidDataException;

/**
 * A marker of a JPEG file with the segment that follows it (ITU T.81, annex B).
 *
 * @param marker the second byte of the marker
 * @param offset where the marker begins
 * @param content the bytes after the segment's length, to be read once
 */
record JpegSegment(int marker, int offset, ByteBuffer content) {
  static final int SOF0 = 0xC0; // baseline
  static final int SOF1 = 0xC1; // extended sequential
  static final int SOF2 = 0xC2; // progressive
  static final int DHT = 0xC4;
  static final int SOI = 0xD8;
  static final int EOI = 0xD9;
  static final int SOS = 0xDA;
  static final int DQT = 0xDB;
  static final int DNL = 0xDC;
  static final int DRI = 0xDD;
  static final int APP0 = 0xE0;
  static final int APP15 = 0xEF;
  static final int COM = 0xFE;

  /** Reads a marker, which may be preceded by any number of FF, and finds where it ends. */
  static JpegSegment at(byte[] file, int from) {
    if (byteAt(file, from) != 0xFF) {
      throw InvalidDataException.of(
          "JPEG has no marker at byte %,d, expected one after a segment", from);
    }
    int offset = from;
    while (byteAt(file, offset + 1) == 0xFF) {
      offset++;
    }
    int marker = byteAt(file, offset + 1);
    requireSupported(marker, offset);
    return new JpegSegment(marker, offset, content(file, marker, offset));
  }

  private static ByteBuffer content(byte[] file, int marker, int offset) {
    int from = offset + 2;
    if (marker == EOI) {
      return ByteBuffer.wrap(file, from, 0);
    }
    int length = byteAt(file, from) << 8 | byteAt(file, from + 1); // its own two bytes included
    if (length < 2) {
      throw InvalidDataException.of(
          "JPEG segment %s at byte %,d has the length %d, expected at least 2",
          name(marker), offset, length);
    }
    if (length > file.length - from) {
      throw truncated(file);
    }
    return ByteBuffer.wrap(file, from + 2, length - 2);
  }

  private static int byteAt(byte[] file, int index) {
    if (index >= file.length) {
      throw truncated(file);
    }
    return Byte.toUnsignedInt(file[index]);
  }

  private static InvalidDataException truncated(byte[] file) {
    return InvalidDataException.of(
        "JPEG ends within its segments at byte %,d; copy it again", file.length);
  }

  private static void requireSupported(int marker, int offset) {
    String unsupported =
        switch (marker) {
          case SOF0, SOF1, SOF2, DHT, EOI, SOS, DQT, DNL, DRI, COM -> "";
          case 0xC3 -> "is lossless";
          case 0xC5, 0xC6, 0xC7, 0xDE, 0xDF -> "is hierarchical";
          case 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF -> "is arithmetically coded";
          case SOI -> "begins another image";
          default -> marker >= APP0 && marker <= APP15 ? "" : "has an unknown marker";
        };
    if (!unsupported.isEmpty()) {
      throw InvalidDataException.of(
          "JPEG %s (FF%02X at byte %,d), expected one baseline or progressive image",
          unsupported, marker, offset);
    }
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
        name(marker), offset, String.format(Locale.ROOT, format, arguments));
  }

  private static String name(int marker) {
    return switch (marker) {
      case SOF0, SOF1, SOF2 -> "SOF" + (marker - SOF0);
      case DHT -> "DHT";
      case SOS -> "SOS";
      case DQT -> "DQT";
      case DNL -> "DNL";
      case DRI -> "DRI";
      case COM -> "COM";
      default -> "APP" + (marker - APP0);
    };
  }
}
