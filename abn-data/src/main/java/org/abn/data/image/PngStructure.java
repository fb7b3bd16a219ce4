package org.abn.data.image;

import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageEncoding;

/**
 * Walks a PNG file from chunk to chunk (W3C, Portable Network Graphics) and compares their
 * checksums; pixels stay compressed. Of an animation, the chunks of which are not critical, the
 * first frame is the image. What follows the last chunk is passed over. Used once.
 */
final class PngStructure {
  private static final int FIRST_CHUNK = 8;
  private static final int MOST_PALETTE_BYTES = 3 * 256;

  private final byte[] file;
  private PngHeader header;
  private boolean hasPalette;
  private boolean hasPixels;
  private long pixelBytes;

  PngStructure(byte[] file) {
    this.file = file;
  }

  /**
   * Checks the file.
   *
   * @throws InvalidDataException if it is cut short or damaged, or cannot be decoded
   */
  ImageHeader header() {
    PngChunk chunk = PngChunk.at(file, FIRST_CHUNK);
    header = header(chunk);
    String before = "";
    while (!chunk.type().equals("IEND")) {
      before = chunk.type();
      chunk = PngChunk.at(file, chunk.end());
      pass(chunk, before);
    }
    if (pixelBytes < header.leastBytes()) {
      throw InvalidDataException.of(
          "PNG of %,dx%,d pixels has %,d bytes of them, expected at least %,d",
          header.width(), header.height(), pixelBytes, header.leastBytes());
    }
    return new ImageHeader(ImageEncoding.PNG, header.shape(), true);
  }

  private static PngHeader header(PngChunk chunk) {
    if (!chunk.type().equals("IHDR") || chunk.content().limit() != PngHeader.BYTES) {
      throw chunk.fault(
          "has %,d bytes, expected IHDR of %d", chunk.content().limit(), PngHeader.BYTES);
    }
    return PngHeader.of(chunk.content());
  }

  private void pass(PngChunk chunk, String before) {
    switch (chunk.type()) {
      case "PLTE" -> passPalette(chunk);
      case "IDAT" -> passPixels(chunk, before);
      case "IEND" -> {}
      default -> {
        if (chunk.critical()) {
          throw chunk.fault("is not expected there or unknown");
        }
      }
    }
  }

  /** As libpng does, which passes over what an image has no use for. */
  private void passPalette(PngChunk chunk) {
    if (hasPalette) {
      throw chunk.fault("is a second one");
    }
    hasPalette = !hasPixels;
    int bytes = chunk.content().limit();
    boolean isWhole = bytes <= MOST_PALETTE_BYTES && bytes % 3 == 0;
    boolean isUsed = hasPalette && !header.isGrey() && (isWhole || header.hasPalette());
    if (isUsed && (!isWhole || bytes == 0)) {
      throw chunk.fault("has %,d bytes, expected three for each of 1 to 256 colours", bytes);
    }
  }

  private void passPixels(PngChunk chunk, String before) {
    if (header.hasPalette() && !hasPalette) {
      throw chunk.fault("needs a palette, but no PLTE precedes it");
    }
    if (hasPixels && !before.equals("IDAT")) {
      throw chunk.fault("follows %s, expected all IDAT after one another", before);
    }
    hasPixels = true;
    pixelBytes += chunk.content().limit();
  }
}
