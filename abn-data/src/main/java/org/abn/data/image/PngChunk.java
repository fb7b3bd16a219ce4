package org.abn.data.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;
import org.abn.data.InvalidDataException;

/**
 * A chunk of a PNG file.
 *
 * @param type four letters
 * @param offset where its length begins
 * @param content what it holds
 */
record PngChunk(String type, int offset, ByteBuffer content) {
  private static final int LENGTH_BYTES = 4;
  private static final int TYPE_BYTES = 4;
  private static final int CHECKSUM_BYTES = 4;
  private static final int BYTES_BESIDE_CONTENT = LENGTH_BYTES + TYPE_BYTES + CHECKSUM_BYTES;

  /** Reads a chunk and compares its checksum. */
  static PngChunk at(byte[] file, int offset) {
    int most = file.length - offset - BYTES_BESIDE_CONTENT;
    if (most < 0) {
      throw InvalidDataException.of(
          "PNG ends within its chunks at byte %,d; copy it again", file.length);
    }
    ByteBuffer fields = ByteBuffer.wrap(file);
    long length = Integer.toUnsignedLong(fields.getInt(offset));
    int from = offset + LENGTH_BYTES + TYPE_BYTES;
    String type = type(file, offset + LENGTH_BYTES);
    PngChunk chunk = new PngChunk(type, offset, fields.slice(from, (int) Math.min(length, most)));
    if (length > most) {
      throw chunk.fault(
          "says %,d bytes, but the file ends at byte %,d; copy it again", length, file.length);
    }
    chunk.requireChecksum(fields);
    return chunk;
  }

  private static String type(byte[] file, int from) {
    String type = new String(file, from, TYPE_BYTES, StandardCharsets.ISO_8859_1);
    if (!type.matches("[A-Za-z]{4}")) {
      throw InvalidDataException.of("PNG has no chunk at byte %,d, expected four letters", from);
    }
    return type;
  }

  private void requireChecksum(ByteBuffer file) {
    CRC32 checksum = new CRC32();
    int checksumOffset = end() - CHECKSUM_BYTES;
    int from = offset + LENGTH_BYTES;
    checksum.update(file.slice(from, checksumOffset - from));
    long expected = Integer.toUnsignedLong(file.getInt(checksumOffset));
    if (checksum.getValue() != expected) {
      throw fault("has CRC-32 %08x, expected %08x; copy it again", checksum.getValue(), expected);
    }
  }

  /** The byte after the chunk. */
  int end() {
    return offset + BYTES_BESIDE_CONTENT + content.limit();
  }

  /** Whether there is no decoding without knowing the type: its first letter is a capital. */
  boolean critical() {
    return Character.isUpperCase(type.charAt(0));
  }

  /** What is wrong with the chunk. */
  InvalidDataException fault(String format, Object... arguments) {
    return InvalidDataException.of(
        "PNG chunk %s at byte %,d %s", type, offset, String.format(Locale.ROOT, format, arguments));
  }
}
