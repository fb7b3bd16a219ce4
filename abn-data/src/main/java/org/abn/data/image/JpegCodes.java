package org.abn.data.image;

/**
 * What matters of a Huffman table (ITU T.81, B.2.4.2): whether decoders can make codes of it.
 *
 * @param offset of the segment that defines it
 * @param overfull length in bits from which on there are more codes than there can be, or 0
 * @param mostSymbol the greatest symbol
 */
record JpegCodes(int offset, int overfull, int mostSymbol) {
  /** Those of annex K. */
  static final JpegCodes STANDARD = new JpegCodes(0, 0, 0);

  private static final int LONGEST_CODE = 16;
  private static final int MOST_SYMBOLS = 256;
  private static final int MOST_DC_SYMBOL = 15; // bits of a difference

  /** Reads how many codes there are of each length, and their symbols. */
  static JpegCodes of(JpegSegment segment) {
    int symbols = 0;
    int code = 0; // the one after the last
    int overfull = 0;
    for (int length = 1; length <= LONGEST_CODE; length++) {
      int codes = segment.next();
      symbols += codes;
      code = 2 * code + codes;
      if (overfull == 0 && code >= 1 << length) { // none may be all ones
        overfull = length;
      }
    }
    return new JpegCodes(segment.offset(), overfull, mostOf(segment, symbols));
  }

  private static int mostOf(JpegSegment segment, int symbols) {
    if (symbols > MOST_SYMBOLS) {
      throw segment.fault("has a table of %d codes, expected at most %d", symbols, MOST_SYMBOLS);
    }
    int most = 0;
    for (int i = 0; i < symbols; i++) {
      most = Math.max(most, segment.next());
    }
    return most;
  }

  void require(JpegSegment scan) {
    if (overfull > 0) {
      throw scan.fault(
          "uses the table at byte %,d, which has more codes of up to %d bits than there can be",
          offset, overfull);
    }
  }

  void requireDc(JpegSegment scan) {
    require(scan);
    if (mostSymbol > MOST_DC_SYMBOL) {
      throw scan.fault(
          "uses the table at byte %,d, which has a DC symbol of %d, expected at most %d",
          offset, mostSymbol, MOST_DC_SYMBOL);
    }
  }
}
