package org.abn.data.image;

import java.util.BitSet;

/** The scans of a JPEG's frame, checked as libjpeg does when it begins each. */
final class JpegScans {
  private static final int MOST_SCANS = 500; // TurboJPEG's, against files that take hours

  private final JpegFrame frame;
  private final JpegTables tables;
  private final BitSet begun = new BitSet(); // components, by their index
  private final BitSet whole = new BitSet(); // coefficients whose last bit has come
  private boolean isOnly; // whether the first scan leaves nothing to others
  private boolean regular;
  private int scans;

  JpegScans(JpegFrame frame, JpegTables tables) {
    this.frame = frame;
    this.tables = tables;
    regular = !frame.arithmetic();
  }

  JpegFrame frame() {
    return frame;
  }

  boolean isEmpty() {
    return scans == 0;
  }

  /** Whether each component begins once, is refined after that if at all, and comes whole. */
  boolean areRegular() {
    int due = JpegScan.COEFFICIENTS * frame.components().size();
    return regular && tables.areOfFile() && whole.cardinality() == due;
  }

  /** Checks a scan's header, and returns where its pixels end. */
  int pass(JpegSegment segment, byte[] file, int restartInterval) {
    JpegScan scan = JpegScan.of(segment, frame);
    count(segment, scan);
    for (JpegScan.Part part : scan.parts()) {
      requireTables(segment, scan, part);
      begin(scan, part.index());
    }
    long units = frame.units(scan.components());
    long restarts = restartInterval == 0 ? 0 : (units - 1) / restartInterval;
    EntropyCodedData pixels = new EntropyCodedData(file, segment.end(), restarts);
    requireBytes(segment, scan, pixels.end() - segment.end());
    regular &= pixels.isRegular() && scan.isInOrder();
    return pixels.end();
  }

  private void count(JpegSegment segment, JpegScan scan) {
    if (scans == 0) {
      isOnly = !frame.progressive() && scan.parts().size() == frame.components().size();
      addStandardCodes();
    } else if (isOnly) {
      throw segment.fault("follows a scan of all components, expected none");
    }
    if (++scans > MOST_SCANS) {
      throw segment.fault("is scan %d, expected at most %d", scans, MOST_SCANS);
    }
  }

  /** As libjpeg does once it knows all that precedes the first scan. */
  private void addStandardCodes() {
    if (!frame.progressive()) {
      tables.addStandardCodes();
    }
  }

  private void requireTables(JpegSegment segment, JpegScan scan, JpegScan.Part part) {
    tables.requireQuantisation(segment, part.component().quantisation());
    if (frame.arithmetic()) {
      return;
    }
    if (!frame.progressive() || scan.begins()) {
      tables.requireDc(segment, part.dc());
    }
    if (!frame.progressive() || scan.first() > 0) {
      tables.requireAc(segment, part.ac());
    }
  }

  private void begin(JpegScan scan, int component) {
    boolean begins = !frame.progressive() || scan.begins();
    regular &= begins != begun.get(component);
    if (begins) {
      begun.set(component);
    }
    int from = component * JpegScan.COEFFICIENTS;
    if (!frame.progressive()) {
      whole.set(from, from + JpegScan.COEFFICIENTS);
    } else if (scan.bit() == 0) {
      whole.set(from + scan.first(), from + scan.last() + 1);
    }
  }

  /**
   * A Huffman code has a bit at least. A block is a DC and an AC code; in a progressive image it is
   * a DC code alone, or any number of blocks are one AC code.
   */
  private void requireBytes(JpegSegment segment, JpegScan scan, int found) {
    long bits = frame.blocks(scan.components()) * (frame.progressive() ? 1 : 2);
    boolean isOpen = frame.arithmetic() || (frame.progressive() && scan.first() > 0);
    long least = isOpen ? 1 : (bits + 7) / 8;
    if (found < least) {
      throw segment.fault(
          "has %,d bytes of pixels, expected at least %,d of an image of %,dx%,d; copy it again",
          found, least, frame.width(), frame.height());
    }
  }
}
