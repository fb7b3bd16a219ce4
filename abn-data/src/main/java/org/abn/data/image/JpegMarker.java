package org.abn.data.image;

import java.util.Locale;
import java.util.Optional;

/**
 * A marker of a JPEG file (ITU T.81, B.1.1.2): an FF and a code that is neither 00 nor FF.
 *
 * @param code the second byte
 * @param offset where it begins
 */
record JpegMarker(int code, int offset) {
  static final int TEM = 0x01; // of arithmetic encoders' own use
  static final int SOF0 = 0xC0; // baseline
  static final int SOF1 = 0xC1; // extended sequential
  static final int SOF2 = 0xC2; // progressive
  static final int DHT = 0xC4;
  static final int SOF9 = 0xC9; // extended sequential, arithmetic coding
  static final int SOF10 = 0xCA; // progressive, arithmetic coding
  static final int DAC = 0xCC;
  static final int RST0 = 0xD0;
  static final int RST7 = 0xD7;
  static final int SOI = 0xD8;
  static final int EOI = 0xD9;
  static final int SOS = 0xDA;
  static final int DQT = 0xDB;
  static final int DNL = 0xDC;
  static final int DRI = 0xDD;
  static final int APP0 = 0xE0;
  static final int APP15 = 0xEF;
  static final int COM = 0xFE;

  /** Finds the next marker as libjpeg does; any number of FF may precede it. */
  static Optional<JpegMarker> after(byte[] file, int from) {
    for (int i = from; i < file.length - 1; i++) {
      if (file[i] == -1 && file[i + 1] != -1 && file[i + 1] != 0) {
        return Optional.of(new JpegMarker(Byte.toUnsignedInt(file[i + 1]), i));
      }
    }
    return Optional.empty();
  }

  /** The byte after the marker. */
  int end() {
    return offset + 2;
  }

  boolean isRestart() {
    return code >= RST0 && code <= RST7;
  }

  boolean isApplication() {
    return code >= APP0 && code <= APP15;
  }

  /** Whether decoders know it. */
  boolean isKnown() {
    return !name().isEmpty();
  }

  /** What messages call it. */
  @Override
  public String toString() {
    return isKnown() ? name() : String.format(Locale.ROOT, "FF%02X", code);
  }

  private String name() {
    return switch (code) {
      case SOF0, SOF1, SOF2, SOF9, SOF10 -> "SOF" + (code - SOF0);
      case DHT -> "DHT";
      case DAC -> "DAC";
      case EOI -> "EOI";
      case SOS -> "SOS";
      case DQT -> "DQT";
      case DNL -> "DNL";
      case DRI -> "DRI";
      case COM -> "COM";
      default -> isApplication() ? "APP" + (code - APP0) : "";
    };
  }
}
