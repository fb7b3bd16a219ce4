package org.abn.data.shard;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Replaces the random sync marker of a {@code SequenceFile.Writer}, which cannot be told one, by a
 * marker of ours: the same records must give the same bytes. The writer writes its header first,
 * ending in the marker, and flushes; from then on it writes the marker in one call each time.
 */
final class MarkedStream extends FilterOutputStream {
  private final byte[] marker;
  private final ByteArrayOutputStream header = new ByteArrayOutputStream();
  private byte[] replaced;

  MarkedStream(OutputStream out, byte[] marker) {
    super(out);
    this.marker = marker.clone();
  }

  @Override
  public void write(int value) throws IOException {
    (replaced == null ? header : out).write(value);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (replaced == null) {
      header.write(bytes, offset, length);
    } else if (Arrays.equals(bytes, offset, offset + length, replaced, 0, replaced.length)) {
      out.write(marker);
    } else {
      out.write(bytes, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    if (replaced == null) {
      finishHeader();
    }
    out.flush();
  }

  private void finishHeader() throws IOException {
    byte[] bytes = header.toByteArray();
    if (bytes.length != ShardHeader.BYTES) {
      throw new IOException("Hadoop wrote a header of " + bytes.length + " bytes");
    }
    int before = bytes.length - marker.length;
    replaced = Arrays.copyOfRange(bytes, before, bytes.length);
    out.write(bytes, 0, before);
    out.write(marker);
  }
}
