package org.abn.data.format;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.ZipException;
import org.abn.data.InvalidDataException;

/** Rows of one size after a header, read forwards from a stream that may be compressed. */
final class FixedRows implements Closeable {
  private final String file;
  private final InputStream in;
  private final int headerBytes;
  private final int rowBytes;
  private final int rows;
  private long position;

  /** Takes over a stream at its first byte. */
  FixedRows(String file, InputStream in, int headerBytes, int rowBytes, int rows) {
    this.file = file;
    this.in = in;
    this.headerBytes = headerBytes;
    this.rowBytes = rowBytes;
    this.rows = rows;
  }

  /** Where a row begins, in bytes of the uncompressed file. */
  long offset(int index) {
    return headerBytes + (long) index * rowBytes;
  }

  /** Reads a row that has not been passed. */
  byte[] read(int index) throws IOException {
    long offset = offset(Objects.checkIndex(index, rows));
    if (offset < position) {
      throw new IndexOutOfBoundsException("row " + index + " of " + file + " has been passed");
    }
    try {
      in.skipNBytes(offset - position);
      byte[] row = new byte[rowBytes];
      if (in.readNBytes(row, 0, rowBytes) < rowBytes) {
        throw new EOFException();
      }
      position = offset + rowBytes;
      return row;
    } catch (EOFException | ZipException e) {
      throw broken(index, offset, e);
    }
  }

  private InvalidDataException broken(int index, long offset, IOException cause) {
    return new InvalidDataException(
        file + ": ends or is damaged in record " + index + " at byte " + offset + "; copy it again",
        cause);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
