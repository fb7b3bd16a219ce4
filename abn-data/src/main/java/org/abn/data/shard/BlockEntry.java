package org.abn.data.shard;

import java.io.Serializable;
import java.util.zip.CRC32C;
import org.abn.data.InvalidDataException;

/**
 * A run of records in a shard that can be read by itself. It begins with a sync marker, where
 * {@code SequenceFile.Reader.seek} may go.
 *
 * @param offset first byte in the shard
 * @param bytes length with the marker
 * @param records how many records, at least 1
 * @param crc32c CRC-32C of the bytes, so that training notices what storage has changed
 */
public record BlockEntry(long offset, int bytes, int records, long crc32c) implements Serializable {
  /**
   * Checks the ranges.
   *
   * @throws InvalidDataException if one is out of range
   */
  public BlockEntry {
    boolean inside = offset >= 0 && bytes >= 1 && records >= 1 && crc32c >= 0 && crc32c >> 32 == 0;
    if (!inside) {
      throw InvalidDataException.of(
          "block of %d records, %d bytes at %d with CRC-32C %d is impossible",
          records, bytes, offset, crc32c);
    }
  }

  /** Refuses bytes that are not those that were written. */
  void requireChecksum(byte[] read) {
    CRC32C found = new CRC32C();
    found.update(read);
    if (found.getValue() != crc32c) {
      throw InvalidDataException.of(
          "CRC-32C of %,d bytes is %08x, the manifest says %08x; copy the shard again",
          read.length, found.getValue(), crc32c);
    }
  }

  long end() {
    return offset + bytes;
  }
}
