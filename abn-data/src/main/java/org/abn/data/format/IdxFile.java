package org.abn.data.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An IDX file of unsigned bytes (http://yann.lecun.com/exdb/mnist): a big-endian magic number
 * 0x0000080D for D dimensions, each dimension in four bytes, then the values. A name that ends in
 * {@code .gz} is decompressed on the way.
 */
record IdxFile(Path path, int headerBytes, int rows, int rowBytes) implements Serializable {
  private static final int MAGIC_OF_UNSIGNED_BYTES = 0x00000800;
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Checks the header against what is expected, and the length against the header.
   *
   * @param storage where the file is
   * @param file the file
   * @param mostRows how many rows the published file has
   * @param rowShape the dimensions after the first
   * @return the file, whole
   * @throws InvalidDataException if it is another kind of file, or longer or shorter than it says
   */
  static IdxFile open(FileSystem storage, FileStatus file, int mostRows, int... rowShape)
      throws IOException {
    Path path = file.getPath();
    try (InputStream in = stream(storage, path)) {
      int headerBytes = 4 * (2 + rowShape.length);
      byte[] header = in.readNBytes(headerBytes);
      int rows = rows(path, header, mostRows, rowShape);
      int rowBytes = Arrays.stream(rowShape).reduce(1, Math::multiplyExact);
      long values = (long) rows * rowBytes;
      long expected = headerBytes + values;
      long found = isCompressed(path) ? headerBytes + count(in, values) : file.getLen();
      requireLength(path, found, expected);
      return new IdxFile(path, headerBytes, rows, rowBytes);
    } catch (EOFException | ZipException e) {
      throw new InvalidDataException(path + ": is cut short or damaged; copy it again", e);
    }
  }

  /** All rows, from the first. */
  FixedRows read(Configuration conf) throws IOException {
    InputStream in = stream(Storage.of(conf, path), path);
    return new FixedRows(path.toString(), in, headerBytes, rowBytes, rows);
  }

  /** The file's name without {@code .gz}: records are called the same, compressed or not. */
  String name() {
    return path.getName().replaceFirst("\\.gz$", "");
  }

  private static int rows(Path path, byte[] header, int mostRows, int... rowShape) {
    int expectedBytes = 4 * (2 + rowShape.length);
    if (header.length < expectedBytes) {
      throw InvalidDataException.of(
          "%s: has %d bytes, too short for an IDX header of %d; copy it again",
          path, header.length, expectedBytes);
    }
    ByteBuffer fields = ByteBuffer.wrap(header);
    requireField(path, "magic number", 0, fields.getInt(), magic(rowShape.length));
    int rows = fields.getInt();
    if (rows < 1 || rows > mostRows) {
      throw InvalidDataException.of(
          "%s: byte 4 says %,d rows, expected 1 to %,d",
          path, Integer.toUnsignedLong(rows), mostRows);
    }
    for (int size : rowShape) {
      requireField(path, "dimension", fields.position(), fields.getInt(), size);
    }
    return rows;
  }

  private static int magic(int rowDimensions) {
    return MAGIC_OF_UNSIGNED_BYTES | (1 + rowDimensions);
  }

  private static void requireField(Path path, String name, int offset, int found, int expected) {
    if (found != expected) {
      throw InvalidDataException.of(
          "%s: %s 0x%08X at byte %d, expected 0x%08X; is this the published file?",
          path, name, found, offset, expected);
    }
  }

  private static void requireLength(Path path, long found, long expected) {
    if (found != expected) {
      throw InvalidDataException.of(
          "%s: has %s%,d bytes%s, its header says %,d; copy it again",
          path,
          found > expected && isCompressed(path) ? "at least " : "",
          found,
          isCompressed(path) ? " decompressed" : "",
          expected);
    }
  }

  /** Counts what a compressed stream still holds, up to a little more than expected. */
  private static long count(InputStream in, long expected) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long counted = 0;
    try {
      for (int n = 0; n >= 0 && counted <= expected; n = in.read(buffer)) {
        counted += n;
      }
    } catch (EOFException e) {
      if (counted >= expected) {
        throw e; // all values, but not the checksum after them
      }
    }
    return counted;
  }

  private static InputStream stream(FileSystem storage, Path path) throws IOException {
    InputStream in = Storage.open(storage, path);
    if (!isCompressed(path)) {
      return in;
    }
    try {
      return new GZIPInputStream(in, BUFFER_BYTES);
    } catch (EOFException | ZipException e) {
      in.close();
      throw new InvalidDataException(path + ": is not a gzip file; copy it again", e);
    }
  }

  private static boolean isCompressed(Path path) {
    return path.getName().endsWith(".gz");
  }
}
