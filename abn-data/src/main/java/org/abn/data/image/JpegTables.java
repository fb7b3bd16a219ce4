package org.abn.data.image;

import java.util.BitSet;
import org.abn.data.InvalidDataException;

/**
 * The quantisation and Huffman tables that a JPEG file has defined so far (ITU T.81, B.2.4), each
 * checked as libjpeg does when it uses them.
 */
final class JpegTables {
  private static final int TABLES = 4;
  private static final int COEFFICIENTS = 64;
  private static final int LONGEST_CODE = 16;
  private static final int MOST_SYMBOLS = 256;
  private static final int MOST_DC_SYMBOL = 15; // bits of a difference

  private final BitSet quantisation = new BitSet();
  private final BitSet dc = new BitSet();
  private final BitSet ac = new BitSet();

  void addQuantisation(JpegSegment segment) {
    while (segment.content().hasRemaining()) {
      int kind = segment.next();
      boolean wide = kind >> 4 == 1;
      requireNumber(segment, kind);
      for (int i = 0; i < COEFFICIENTS; i++) {
        if ((wide ? segment.nextShort() : segment.next()) == 0) {
          throw segment.fault("divides by a zero in table %d", kind & 15);
        }
      }
      quantisation.set(kind & 15);
    }
  }

  void addCodes(JpegSegment segment) {
    while (segment.content().hasRemaining()) {
      int kind = segment.next();
      requireNumber(segment, kind);
      boolean isDc = kind >> 4 == 0;
      int symbols = symbols(segment);
      for (int i = 0; i < symbols; i++) {
        int symbol = segment.next();
        if (isDc && symbol > MOST_DC_SYMBOL) {
          throw segment.fault("has a DC symbol of %d, expected at most %d", symbol, MOST_DC_SYMBOL);
        }
      }
      (isDc ? dc : ac).set(kind & 15);
    }
  }

  private static void requireNumber(JpegSegment segment, int kind) {
    if (kind >> 4 > 1 || (kind & 15) >= TABLES) {
      throw segment.fault(
          "defines table %d of kind %d, expected 0 to %d of 0 or 1",
          kind & 15, kind >> 4, TABLES - 1);
    }
  }

  /** Reads how many codes there are of each length; none may be all ones. */
  private static int symbols(JpegSegment segment) {
    int symbols = 0;
    int code = 0; // the one after the last
    for (int length = 1; length <= LONGEST_CODE; length++) {
      int codes = segment.next();
      symbols += codes;
      code = 2 * code + codes;
      if (code >= 1 << length) {
        throw segment.fault("has more codes of up to %d bits than there can be", length);
      }
    }
    if (symbols < 1 || symbols > MOST_SYMBOLS) {
      throw segment.fault("has a table of %d codes, expected 1 to %d", symbols, MOST_SYMBOLS);
    }
    return symbols;
  }

  void requireQuantisation(JpegSegment scan, int table) {
    require(quantisation, scan, "quantisation", table);
  }

  void requireDc(JpegSegment scan, int table) {
    require(dc, scan, "DC", table);
  }

  void requireAc(JpegSegment scan, int table) {
    require(ac, scan, "AC", table);
  }

  /**
   * Refuses a table that is not there.
   *
   * @throws InvalidDataException naming it
   */
  private static void require(BitSet defined, JpegSegment scan, String kind, int table) {
    if (!defined.get(table)) {
      throw scan.fault("uses %s table %d, which no segment before it defines", kind, table);
    }
  }
}
