package org.abn.model.checkpoint.torch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a zip archive whose entries are stored as they are and begin at multiples of 64 bytes, as
 * PyTorch does, so that storages can be mapped into memory.
 */
final class AlignedZip {

  private static final int ALIGNMENT = 64;

  /** Length of a local file header without name and extra field (PKWARE APPNOTE, 4.3.7). */
  private static final int HEADER_BYTES = 30;

  /** Identifier and length of a field within the extra field. */
  private static final int FIELD_BYTES = 4;

  /** The field that PyTorch pads with. */
  private static final short PADDING = 'F' | 'B' << 8;

  /**
   * The same network gives the same bytes. Java marks the first of January, where the archive's
   * clock begins, by an extra field that would shift what follows.
   */
  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final ZipOutputStream zip;
  private long place;

  /**
   * @param out stays open
   */
  AlignedZip(OutputStream out) {
    zip = new ZipOutputStream(out);
  }

  /** Writes the same bytes each time that it is asked. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  void add(String name, long length, Content content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(ALWAYS);
    entry.setSize(length);
    entry.setCrc(checksum(content));
    byte[] padding = padding(name);
    entry.setExtra(padding);
    zip.putNextEntry(entry);
    content.writeTo(zip);
    zip.closeEntry();
    place += HEADER_BYTES + name.length() + padding.length + length;
  }

  private static long checksum(Content content) throws IOException {
    var out = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
    content.writeTo(out);
    return out.getChecksum().getValue();
  }

  private byte[] padding(String name) {
    long start = place + HEADER_BYTES + name.length() + FIELD_BYTES;
    int zeros = (int) Math.floorMod(-start, (long) ALIGNMENT);
    return ByteBuffer.allocate(FIELD_BYTES + zeros)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(PADDING)
        .putShort((short) zeros)
        .array();
  }

  void finish() throws IOException {
    zip.finish();
  }
}
