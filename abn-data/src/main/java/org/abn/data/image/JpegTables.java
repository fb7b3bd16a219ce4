package org.abn.data.image;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.abn.data.InvalidDataException;

/**
 * The quantisation and Huffman tables that a JPEG file has defined so far (ITU T.81, B.2.4). As in
 * libjpeg, a Huffman table need not be one before a scan uses it.
 */
final class JpegTables {
  private static final int TABLES = 4;
  private static final int STANDARD_TABLES = 2; // of each kind (K.3): of brightness and colours

  private final BitSet quantisation = new BitSet();
  private final Map<Integer, JpegCodes> dc = new HashMap<>();
  private final Map<Integer, JpegCodes> ac = new HashMap<>();
  private boolean ofFile = true;

  /** Any values will do, zero too. */
  void addQuantisation(JpegSegment segment) {
    while (segment.content().hasRemaining()) {
      int kind = segment.next();
      requireNumber(segment, kind & 15);
      segment.skip(kind >> 4 == 0 ? JpegScan.COEFFICIENTS : 2 * JpegScan.COEFFICIENTS);
      quantisation.set(kind & 15);
    }
  }

  void addCodes(JpegSegment segment) {
    while (segment.content().hasRemaining()) {
      int kind = segment.next();
      boolean isAc = (kind & 16) != 0;
      int table = isAc ? kind - 16 : kind;
      requireNumber(segment, table);
      (isAc ? ac : dc).put(table, JpegCodes.of(segment));
    }
  }

  private static void requireNumber(JpegSegment segment, int table) {
    if (table >= TABLES) {
      throw segment.fault("defines table %d, expected 0 to %d", table, TABLES - 1);
    }
  }

  /**
   * Adds the standard's own codes where there are none, as frames of motion JPEG leave them out.
   */
  void addStandardCodes() {
    for (int table = 0; table < STANDARD_TABLES; table++) {
      dc.putIfAbsent(table, JpegCodes.STANDARD);
      ac.putIfAbsent(table, JpegCodes.STANDARD);
    }
  }

  /** Whether the file itself has all Huffman tables that have been used. */
  boolean areOfFile() {
    return ofFile;
  }

  void requireQuantisation(JpegSegment scan, int table) {
    require(quantisation.get(table), scan, "quantisation", table);
  }

  void requireDc(JpegSegment scan, int table) {
    codes(dc, scan, "DC", table).requireDc(scan);
  }

  void requireAc(JpegSegment scan, int table) {
    codes(ac, scan, "AC", table).require(scan);
  }

  private JpegCodes codes(
      Map<Integer, JpegCodes> defined, JpegSegment scan, String kind, int table) {
    require(defined.containsKey(table), scan, kind, table);
    JpegCodes codes = defined.get(table);
    ofFile &= !codes.equals(JpegCodes.STANDARD);
    return codes;
  }

  /**
   * Refuses a table that is not there.
   *
   * @throws InvalidDataException naming it
   */
  private static void require(boolean defined, JpegSegment scan, String kind, int table) {
    if (!defined) {
      throw scan.fault("uses %s table %d, which no segment before it defines", kind, table);
    }
  }
}
