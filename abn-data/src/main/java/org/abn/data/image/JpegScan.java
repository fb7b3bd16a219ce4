package org.abn.data.image;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The header of a scan (ITU T.81, B.2.3): which components it has, and of a progressive image which
 * coefficients and bits of them.
 *
 * @param parts the components with the numbers of their tables
 * @param first coefficient, 0 being DC
 * @param last coefficient
 * @param bitsBefore position of the bit that was sent before; 0 in a first scan
 * @param bit position of the lowest bit that is sent
 */
record JpegScan(List<Part> parts, int first, int last, int bitsBefore, int bit) {
  static final int COEFFICIENTS = 64; // of a block
  private static final int MOST_COMPONENTS = 4;
  private static final int MOST_BLOCKS_A_UNIT = 10;
  private static final int MOST_BIT = 13;

  /**
   * A component in a scan.
   *
   * @param index of the component in the frame
   * @param component as the frame has it
   * @param dc number of its table
   * @param ac number of its table
   */
  record Part(int index, JpegFrame.Component component, int dc, int ac) {}

  static JpegScan of(JpegSegment segment, JpegFrame frame) {
    int count = segment.next();
    if (count < 1 || count > MOST_COMPONENTS) {
      throw segment.fault("has %d components, expected 1 to %d", count, MOST_COMPONENTS);
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(part(segment, frame, parts));
    }
    int first = segment.next();
    int last = segment.next();
    int bits = segment.next();
    segment.requireRead();
    JpegScan scan = new JpegScan(List.copyOf(parts), first, last, bits >> 4, bits & 15);
    scan.requireUnit(segment);
    if (frame.progressive()) {
      scan.requireProgression(segment);
    }
    return scan;
  }

  /** As libjpeg finds it: the first of its number whose place in the frame is no earlier one. */
  private static Part part(JpegSegment segment, JpegFrame frame, List<Part> before) {
    int id = segment.next();
    int tables = segment.next();
    int index = before.size();
    while (index < frame.components().size() && frame.components().get(index).id() != id) {
      index++;
    }
    int found = index;
    if (index == frame.components().size() || before.stream().anyMatch(p -> p.index == found)) {
      throw segment.fault("has component %d, which the frame lacks or has before", id);
    }
    return new Part(index, frame.components().get(index), tables >> 4, tables & 15);
  }

  List<JpegFrame.Component> components() {
    return parts.stream().map(Part::component).toList();
  }

  private void requireUnit(JpegSegment segment) {
    int blocks = components().stream().mapToInt(JpegFrame.Component::blocks).sum();
    if (parts.size() > 1 && blocks > MOST_BLOCKS_A_UNIT) {
      throw segment.fault("interleaves %d blocks, expected at most %d", blocks, MOST_BLOCKS_A_UNIT);
    }
  }

  /** As jdphuff.c of libjpeg requires (T.81, G.1.1.1). */
  private void requireProgression(JpegSegment segment) {
    boolean isBand =
        first == 0 ? last == 0 : first <= last && last < COEFFICIENTS && parts.size() == 1;
    boolean isRefinement = bitsBefore != 0;
    if (!isBand || bit > MOST_BIT || (isRefinement && bit != bitsBefore - 1)) {
      throw segment.fault(
          "sends coefficients %d to %d of %d components, bits %d to %d, which is no progression",
          first, last, parts.size(), bitsBefore, bit);
    }
  }

  /** Whether the components are in the order of the frame. */
  boolean isInOrder() {
    return IntStream.range(1, parts.size())
        .allMatch(i -> parts.get(i - 1).index < parts.get(i).index);
  }

  /** Whether it is the first of a progressive image for its components, or of a sequential one. */
  boolean begins() {
    return first == 0 && bitsBefore == 0;
  }
}
