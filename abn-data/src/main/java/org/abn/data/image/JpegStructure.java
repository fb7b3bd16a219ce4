package org.abn.data.image;

import java.nio.BufferUnderflowException;
import java.util.BitSet;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageShape;

/**
 * Walks a JPEG file from marker to marker (ITU T.81), and refuses all that libjpeg stops at:
 * processes it has not, tables that are no codes or not there, scans of components that the frame
 * lacks. What is in a segment of an application, such as a thumbnail, is passed over, and so is
 * what follows the end of the image. Used once.
 */
final class JpegStructure {
  private static final int FIRST_SEGMENT = 2;
  private static final int MOST_SCANS = 500; // TurboJPEG's, against files that take hours

  private final byte[] file;
  private final JpegTables tables = new JpegTables();
  private final BitSet begun = new BitSet(); // components, by their index
  private JpegFrame frame;
  private boolean restarts;
  private int scans;

  JpegStructure(byte[] file) {
    this.file = file;
  }

  /**
   * Checks the file.
   *
   * @return {@code [C, H, W]}
   * @throws InvalidDataException if it is cut short or cannot be decoded
   */
  ImageShape shape() {
    JpegSegment segment = JpegSegment.at(file, FIRST_SEGMENT);
    while (segment.marker() != JpegSegment.EOI) {
      segment = JpegSegment.at(file, pass(segment));
    }
    requireEveryComponent(segment);
    return frame.shape();
  }

  /** Takes in a segment, and returns where the next begins. */
  private int pass(JpegSegment segment) {
    try {
      return switch (segment.marker()) {
        case JpegSegment.SOS -> passScan(segment);
        default -> {
          takeIn(segment);
          yield segment.end();
        }
      };
    } catch (BufferUnderflowException e) {
      throw segment.fault("is too short for what it says it holds");
    }
  }

  private void takeIn(JpegSegment segment) {
    switch (segment.marker()) {
      case JpegSegment.SOF0, JpegSegment.SOF1, JpegSegment.SOF2 -> {
        if (frame != null) {
          throw segment.fault("is a second frame, expected one");
        }
        frame = JpegFrame.of(segment);
      }
      case JpegSegment.DQT -> tables.addQuantisation(segment);
      case JpegSegment.DHT -> tables.addCodes(segment);
      case JpegSegment.DRI -> {
        restarts = segment.nextShort() > 0;
        segment.requireRead();
      }
      default -> {} // applications' own, comments, and DNL, which decoders pass over
    }
  }

  private int passScan(JpegSegment segment) {
    if (frame == null) {
      throw segment.fault("is before the frame");
    }
    JpegScan scan = JpegScan.of(segment, frame);
    if (++scans > MOST_SCANS) {
      throw segment.fault("is scan %d, expected at most %d", scans, MOST_SCANS);
    }
    for (JpegScan.Part part : scan.parts()) {
      requireTables(segment, scan, part);
      begin(segment, scan, part.index());
    }
    int end = EntropyCodedData.end(file, segment.end(), restarts);
    requireBytes(segment, scan, end - segment.end());
    return end;
  }

  private void requireTables(JpegSegment segment, JpegScan scan, JpegScan.Part part) {
    tables.requireQuantisation(segment, part.component().quantisation());
    if (!frame.progressive() || scan.begins()) {
      tables.requireDc(segment, part.dc());
    }
    if (!frame.progressive() || scan.first() > 0) {
      tables.requireAc(segment, part.ac());
    }
  }

  private void begin(JpegSegment segment, JpegScan scan, int component) {
    if (!frame.progressive() && begun.get(component)) {
      throw segment.fault("has component %d again", frame.components().get(component).id());
    }
    if (!frame.progressive() || scan.begins()) {
      begun.set(component);
    }
  }

  /**
   * A code has a bit at least. A block is a DC and an AC code; in a progressive image it is a DC
   * code alone, or any number of blocks are one AC code.
   */
  private void requireBytes(JpegSegment segment, JpegScan scan, int found) {
    long bits = frame.blocks(scan.components()) * (frame.progressive() ? 1 : 2);
    long least = frame.progressive() && scan.first() > 0 ? 1 : (bits + 7) / 8;
    if (found < least) {
      throw segment.fault(
          "has %,d bytes of pixels, expected at least %,d of an image of %,dx%,d; copy it again",
          found, least, frame.width(), frame.height());
    }
  }

  private void requireEveryComponent(JpegSegment end) {
    if (frame == null) {
      throw InvalidDataException.of("JPEG ends at byte %,d without an image", end.offset());
    }
    int missing = begun.nextClearBit(0);
    if (missing < frame.components().size()) {
      throw InvalidDataException.of(
          "JPEG ends at byte %,d without pixels of component %d",
          end.offset(), frame.components().get(missing).id());
    }
  }
}
