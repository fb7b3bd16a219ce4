package org.abn.data.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import java.util.zip.ZipException;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;

/**
 * A numeric array of a {@link MatFile}, found but not read. It is a tag, flags, dimensions, a name,
 * and the values column after column, each of these with a tag of its own.
 *
 * @param element where it is
 * @param name the variable's name
 * @param dimensions first the one along which neighbours in the file lie
 * @param type of the stored values, as MATLAB numbers them
 * @param valuesOffset where the values begin in {@link MatElement#stream}
 */
record MatArray(
    MatElement element, String name, List<Integer> dimensions, int type, int valuesOffset)
    implements Serializable {
  static final int MATRIX = 14;
  static final int UNSIGNED_BYTES = 2;
  private static final int MOST_BYTES_IN_MEMORY =
      16 << 20; // 531,131 labels of eight bytes, and more

  /** Reads what is before the values, and passes over them to see that they are all there. */
  static MatArray find(FileSystem storage, MatElement element) throws IOException {
    try (InputStream in = element.stream(storage)) {
      MatFields fields = new MatFields(in, element.order());
      MatArray array = fields.array(element);
      if (element.compressed()) {
        in.skipNBytes(fields.end() - fields.position());
        if (in.read() >= 0) {
          throw new InvalidDataException("goes on after its values");
        }
      }
      return array;
    } catch (EOFException | ZipException e) {
      throw new InvalidDataException(
          place(element) + ": is cut short or damaged; copy it again", e);
    } catch (InvalidDataException e) {
      throw e.in(place(element));
    }
  }

  /** Values of a byte each as rows of the first dimensions, to be streamed. */
  FixedRows rows(Configuration conf, int rowBytes, int rows) throws IOException {
    InputStream in = element.stream(Storage.of(conf, element.path()));
    return new FixedRows(element.path().toString(), in, valuesOffset, rowBytes, rows);
  }

  /** All values, by MFL, which knows all the types that MATLAB stores integers in. */
  Matrix read(Configuration conf) throws IOException {
    if (element.bytes() > MOST_BYTES_IN_MEMORY) {
      throw unexpected("at most " + MOST_BYTES_IN_MEMORY + " bytes");
    }
    byte[] file =
        new byte[Math.toIntExact(MatFile.HEADER_BYTES + element.end() - element.offset())];
    try (FSDataInputStream in = Storage.open(Storage.of(conf, element.path()), element.path())) {
      in.readFully(0, file, 0, MatFile.HEADER_BYTES);
      in.readFully(
          element.offset(), file, MatFile.HEADER_BYTES, file.length - MatFile.HEADER_BYTES);
    }
    try {
      return Mat5.newReader(Sources.wrap(file)).disableSubsystemProcessing().readMat().getMatrix(0);
    } catch (IOException | RuntimeException e) {
      throw new InvalidDataException(
          place(element) + ": " + name + " cannot be read: " + e.getMessage(), e);
    }
  }

  InvalidDataException unexpected(String expected) {
    return InvalidDataException.of(
        "%s: %s has the shape %s and values of type %d, expected %s",
        place(element), name, dimensions, type, expected);
  }

  private static String place(MatElement element) {
    return element.path() + ": array at byte " + element.offset();
  }
}
