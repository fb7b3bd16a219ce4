package org.abn.data.image;

import java.nio.ByteBuffer;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageShape;

/**
 * The chunk IHDR of a PNG file (W3C, Portable Network Graphics, 11.2.2). Images of 16 bits are
 * accepted: decoders reduce them to 8.
 *
 * @param height rows of pixels
 * @param width pixels a row
 * @param depth bits a sample
 * @param colour what a pixel is
 */
record PngHeader(int height, int width, int depth, Colour colour) {
  static final int BYTES = 13;
  private static final int MOST_A_SIDE = 65_535; // what a shape holds
  private static final int MOST_COMPRESSION = 1032; // of deflate: 258 bytes in two bits

  /** The colour types. */
  enum Colour {
    GREY(0, 1, 1 | 2 | 4 | 8 | 16),
    RGB(2, 3, 8 | 16),
    PALETTE(3, 3, 1 | 2 | 4 | 8),
    GREY_WITH_ALPHA(4, 2, 8 | 16),
    RGB_WITH_ALPHA(6, 4, 8 | 16);

    private final int code;
    private final int channels;
    private final int depths; // each of them a bit of its own

    Colour(int code, int channels, int depths) {
      this.code = code;
      this.channels = channels;
      this.depths = depths;
    }

    private static Colour of(int code, int depth) {
      for (Colour colour : values()) {
        if (colour.code == code && Integer.bitCount(depth) == 1 && (colour.depths & depth) != 0) {
          return colour;
        }
      }
      throw InvalidDataException.of(
          "PNG has colour type %d of %d bits, which there is not", code, depth);
    }
  }

  static PngHeader of(ByteBuffer content) {
    long width = Integer.toUnsignedLong(content.getInt());
    long height = Integer.toUnsignedLong(content.getInt());
    ImageHeader.requireSize(Signature.PNG, height, width, MOST_A_SIDE);
    int depth = content.get();
    Colour colour = Colour.of(content.get(), depth);
    requireMethod("compression", content.get(), 0);
    requireMethod("filter", content.get(), 0);
    requireMethod("interlace", content.get(), 1);
    return new PngHeader((int) height, (int) width, depth, colour);
  }

  private static void requireMethod(String of, int method, int most) {
    if (method < 0 || method > most) {
      throw InvalidDataException.of("PNG has %s method %d, expected 0 to %d", of, method, most);
    }
  }

  ImageShape shape() {
    return new ImageShape(colour.channels, height, width);
  }

  boolean hasPalette() {
    return colour == Colour.PALETTE;
  }

  boolean isGrey() {
    return colour == Colour.GREY || colour == Colour.GREY_WITH_ALPHA;
  }

  /** Fewer bytes than this no pixels can be compressed into. */
  long leastBytes() {
    long bits = (long) height * width * depth * (hasPalette() ? 1 : colour.channels);
    return Math.max(1, bits / 8 / MOST_COMPRESSION);
  }
}
