package org.abn.data.image;

import java.nio.BufferUnderflowException;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageEncoding;

/**
 * Walks a JPEG file from marker to marker (ITU T.81) as libjpeg does: passes over what it warns of,
 * such as bytes between segments, and refuses all that it stops at: processes it has not, tables
 * that are no codes or not there, scans of components that the frame lacks. Beyond that, a file
 * must go on to its end. What is in a segment of an application, such as a thumbnail, is passed
 * over, and so is what follows the end of the image. Used once.
 */
final class JpegStructure {
  private static final int FIRST_SEGMENT = 2;
  private static final int MOST_DAC_TABLES = 32;

  private final byte[] file;
  private final JpegTables tables = new JpegTables();
  private JpegScans scans;
  private int restartInterval;
  private boolean regular = true;

  JpegStructure(byte[] file) {
    this.file = file;
  }

  /**
   * Checks the file.
   *
   * @throws InvalidDataException if it is cut short or cannot be decoded
   */
  ImageHeader header() {
    JpegSegment segment = JpegSegment.at(file, FIRST_SEGMENT);
    while (segment.code() != JpegMarker.EOI) {
      regular &= segment.adjoins();
      segment = JpegSegment.at(file, pass(segment));
    }
    regular &= segment.adjoins();
    if (scans == null || scans.isEmpty()) {
      throw InvalidDataException.of("JPEG ends at byte %,d without an image", segment.offset());
    }
    return new ImageHeader(
        ImageEncoding.JPEG, scans.frame().shape(), regular && scans.areRegular());
  }

  /** Takes in a segment, and returns where the next begins. */
  private int pass(JpegSegment segment) {
    try {
      if (segment.code() == JpegMarker.SOS) {
        return passScan(segment);
      }
      takeIn(segment);
      return segment.end();
    } catch (BufferUnderflowException e) {
      throw segment.fault("is too short for what it says it holds");
    }
  }

  private int passScan(JpegSegment segment) {
    if (scans == null) {
      throw segment.fault("is before the frame");
    }
    return scans.pass(segment, file, restartInterval);
  }

  private void takeIn(JpegSegment segment) {
    switch (segment.code()) {
      case JpegMarker.SOF0, JpegMarker.SOF1, JpegMarker.SOF2, JpegMarker.SOF9, JpegMarker.SOF10 ->
          begin(segment);
      case JpegMarker.DQT -> tables.addQuantisation(segment);
      case JpegMarker.DHT -> tables.addCodes(segment);
      case JpegMarker.DAC -> passConditioning(segment);
      case JpegMarker.DRI -> {
        restartInterval = segment.nextShort();
        segment.requireRead();
      }
      default -> {} // applications' own, comments, and DNL, which decoders pass over
    }
  }

  private void begin(JpegSegment segment) {
    if (scans != null) {
      throw segment.fault("is a second frame, expected one");
    }
    scans = new JpegScans(JpegFrame.of(segment), tables);
  }

  /** Tables of arithmetic coding (B.2.4.3); the first half are of DC coefficients. */
  private static void passConditioning(JpegSegment segment) {
    while (segment.content().hasRemaining()) {
      int table = segment.next();
      int bounds = segment.next();
      boolean isDc = table < MOST_DAC_TABLES / 2;
      if (table >= MOST_DAC_TABLES || (isDc && (bounds & 15) > bounds >> 4)) {
        throw segment.fault("bounds table %d by %02X", table, bounds);
      }
    }
  }
}
