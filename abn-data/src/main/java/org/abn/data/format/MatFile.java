package org.abn.data.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A MATLAB level 5 file (MathWorks, "MAT-File Format"): a header of 128 bytes, and elements of a
 * type, a length and one array each, most of them compressed. The MFL library reads an array whole
 * or not at all, and SVHN's largest has 1.6 GB: here arrays are found by their headers, and values
 * are left where they are.
 */
final class MatFile {
  static final int HEADER_BYTES = 128;
  static final int TAG_BYTES = 8;
  private static final String DESCRIPTION = "MATLAB 5.0 MAT-file";
  private static final int VERSION_OFFSET = 124;
  private static final int LEVEL_5 = 0x0100;
  private static final int BYTE_ORDER_MARK = 0x4D49; // "MI", or as little-endian files have it "IM"
  private static final int COMPRESSED = 15;

  private final Path path;
  private final Map<String, MatArray> arrays = new TreeMap<>();

  private MatFile(Path path) {
    this.path = path;
  }

  /**
   * Finds the arrays of a file, and decompresses each once to see that it is whole.
   *
   * @param storage where the file is
   * @param file the file
   * @return its numeric arrays
   * @throws InvalidDataException if it is another kind of file, or an array is not whole
   */
  static MatFile open(FileSystem storage, FileStatus file) throws IOException {
    MatFile found = new MatFile(file.getPath());
    try (FSDataInputStream in = Storage.open(storage, found.path)) {
      ByteOrder order = found.byteOrder(in.readNBytes(HEADER_BYTES));
      long offset = HEADER_BYTES;
      while (offset < file.getLen()) {
        in.seek(offset);
        MatElement element = element(found.path, in, offset, order, file.getLen());
        found.add(MatArray.find(storage, element));
        offset = element.end();
      }
    }
    return found;
  }

  /** The array of a name. */
  MatArray array(String name) {
    MatArray array = arrays.get(name);
    if (array == null) {
      throw InvalidDataException.of(
          "%s: has the arrays %s, expected one named %s", path, arrays.keySet(), name);
    }
    return array;
  }

  private void add(MatArray array) {
    if (arrays.put(array.name(), array) != null) {
      throw InvalidDataException.of(
          "%s: holds the array %s again at byte %d", path, array.name(), array.element().offset());
    }
  }

  private ByteOrder byteOrder(byte[] header) {
    ByteBuffer fields = ByteBuffer.wrap(Arrays.copyOf(header, HEADER_BYTES));
    if (new String(header, StandardCharsets.ISO_8859_1).startsWith(DESCRIPTION)) {
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        fields.order(order).position(VERSION_OFFSET);
        if (fields.getShort() == LEVEL_5 && fields.getShort() == BYTE_ORDER_MARK) {
          return order;
        }
      }
    }
    throw InvalidDataException.of(
        "%s: is no MATLAB level 5 file, expected '%s' at byte 0, version 0x0100 and IM or MI at"
            + " byte %d; files of version 7.3 are to be saved again with -v7",
        path, DESCRIPTION, VERSION_OFFSET);
  }

  private static MatElement element(
      Path path, FSDataInputStream in, long offset, ByteOrder order, long fileBytes)
      throws IOException {
    byte[] tag = new byte[TAG_BYTES];
    try {
      in.readFully(tag);
    } catch (EOFException e) {
      throw new InvalidDataException(
          path + ": ends within an array's length at byte " + offset + "; copy it again", e);
    }
    ByteBuffer fields = ByteBuffer.wrap(tag).order(order);
    int type = fields.getInt();
    long bytes = Integer.toUnsignedLong(fields.getInt());
    if (type != COMPRESSED && type != MatArray.MATRIX) {
      throw InvalidDataException.of(
          "%s: element of type %d at byte %d, expected an array (%d) or a compressed one (%d)",
          path, type, offset, MatArray.MATRIX, COMPRESSED);
    }
    if (bytes > fileBytes - offset - TAG_BYTES) {
      throw InvalidDataException.of(
          "%s: has %,d bytes, the array at byte %d ends at %,d; copy it again",
          path, fileBytes, offset, offset + TAG_BYTES + bytes);
    }
    return new MatElement(path, offset, bytes, type == COMPRESSED, order == ByteOrder.BIG_ENDIAN);
  }
}
