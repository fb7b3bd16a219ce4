package org.abn.data.image;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.abn.data.record.ImageShape;

/**
 * The frame header of a JPEG file (ITU T.81, B.2.2): its size and how its components are sampled.
 *
 * @param progressive whether pixels come in several passes
 * @param arithmetic whether they are coded so, without Huffman tables
 * @param height rows of pixels
 * @param width pixels a row
 * @param components 1 (grey), 3 or 4 (CMYK or YCCK)
 */
record JpegFrame(
    boolean progressive, boolean arithmetic, int height, int width, List<Component> components) {
  private static final int BLOCK = 8; // pixels a side
  private static final int MOST_SAMPLING = 4;
  private static final int MOST_A_SIDE = 65_500; // JPEG_MAX_DIMENSION of libjpeg

  /**
   * A component.
   *
   * @param id by which scans name it
   * @param across blocks side by side in a unit of an interleaved scan
   * @param down blocks on top of each other
   * @param quantisation number of its table
   */
  record Component(int id, int across, int down, int quantisation) {
    int blocks() {
      return across * down;
    }
  }

  static JpegFrame of(JpegSegment segment) {
    int precision = segment.next();
    if (precision != 8) {
      throw segment.fault("has samples of %d bits, expected 8", precision);
    }
    int height = segment.nextShort();
    int width = segment.nextShort();
    ImageHeader.requireSize(Signature.JPEG, height, width, MOST_A_SIDE);
    List<Component> components = components(segment);
    segment.requireRead();
    int process = segment.code();
    return new JpegFrame(
        process == JpegMarker.SOF2 || process == JpegMarker.SOF10,
        process == JpegMarker.SOF9 || process == JpegMarker.SOF10,
        height,
        width,
        components);
  }

  private static List<Component> components(JpegSegment segment) {
    int count = segment.next();
    if (count != 1 && count != 3 && count != 4) {
      throw segment.fault("has %d components, expected 1, 3 or 4", count);
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      components.add(component(segment));
    }
    requireWholeRatios(segment, components, Component::across);
    requireWholeRatios(segment, components, Component::down);
    return List.copyOf(components);
  }

  private static Component component(JpegSegment segment) {
    int id = segment.next();
    int sampling = segment.next();
    Component component = new Component(id, sampling >> 4, sampling & 15, segment.next());
    if (!isSampling(component.across) || !isSampling(component.down)) {
      throw segment.fault(
          "samples component %d %dx%d, expected 1 to %d",
          id, component.across, component.down, MOST_SAMPLING);
    }
    return component;
  }

  private static boolean isSampling(int factor) {
    return factor >= 1 && factor <= MOST_SAMPLING;
  }

  /** Decoders enlarge components by whole numbers only. */
  private static void requireWholeRatios(
      JpegSegment segment, List<Component> components, ToIntFunction<Component> factor) {
    int most = most(components, factor);
    if (components.stream().mapToInt(factor).anyMatch(f -> most % f != 0)) {
      throw segment.fault("has sampling factors whose ratios are no whole numbers");
    }
  }

  ImageShape shape() {
    return new ImageShape(components.size(), height, width);
  }

  /** How many blocks of 8x8 samples a scan of some components has (A.2). */
  long blocks(List<Component> scanned) {
    int each = scanned.size() == 1 ? 1 : scanned.stream().mapToInt(Component::blocks).sum();
    return each * units(scanned);
  }

  /** How many times such a scan goes through its components, a block at a time if it is one. */
  long units(List<Component> scanned) {
    int across = most(components, Component::across);
    int down = most(components, Component::down);
    if (scanned.size() == 1) {
      Component only = scanned.get(0);
      return ceil(ceil((long) width * only.across, across), BLOCK)
          * ceil(ceil((long) height * only.down, down), BLOCK);
    }
    return ceil(width, BLOCK * across) * ceil(height, BLOCK * down);
  }

  private static int most(List<Component> components, ToIntFunction<Component> factor) {
    return components.stream().mapToInt(factor).max().orElseThrow();
  }

  private static long ceil(long dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
