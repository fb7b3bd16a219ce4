package org.abn.model.checkpoint.torch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;
import org.abn.model.checkpoint.pickle.InvalidPickleException;

/**
 * A run of elements in a file, which tensors are views of.
 *
 * @param file holds the bytes
 * @param key the storage's name there
 * @param type of the elements
 * @param start the run's first element
 * @param length of the run, in elements
 */
record Storage(StorageFile file, String key, ElementType type, long start, long length) {

  private static final int ELEMENTS_AT_ONCE = 8192;

  /**
   * A run within this one.
   *
   * @throws InvalidPickleException where it reaches out of this one
   */
  Storage part(long offset, long elements) {
    if (offset < 0 || elements < 0 || offset > length - elements) {
      throw new InvalidPickleException(
          "storage %s: has %d elements, cannot have %d from %d"
              .formatted(key, length, elements, offset));
    }
    return new Storage(file, key, type, start + offset, elements);
  }

  /** Reads elements, rounded to single precision. */
  float[] floats(long from, int count) throws IOException {
    float[] values = new float[count];
    read(from, count, (i, value) -> values[i] = (float) value);
    return values;
  }

  /** Reads an element, a whole number. */
  long integer(long from) throws IOException {
    long[] value = new long[1];
    read(from, 1, (i, element) -> value[i] = (long) element);
    return value[0];
  }

  /** Takes an element. */
  private interface Sink {
    void put(int index, double element);
  }

  private void read(long from, int count, Sink sink) throws IOException {
    try (InputStream in = file.open(key)) {
      in.skipNBytes((start + from) * type.bytes());
      for (int done = 0; done < count; done += ELEMENTS_AT_ONCE) {
        ByteBuffer bytes = next(in, Math.min(ELEMENTS_AT_ONCE, count - done));
        for (int i = done; bytes.hasRemaining(); i++) {
          sink.put(i, type.next(bytes));
        }
      }
    } catch (EOFException | ZipException e) {
      throw new InvalidCheckpointException(
          "storage %s: cannot be read: %s".formatted(key, e.getMessage()), e);
    }
  }

  private ByteBuffer next(InputStream in, int elements) throws IOException {
    byte[] bytes = in.readNBytes(elements * type.bytes());
    if (bytes.length < elements * type.bytes()) {
      throw new EOFException("ends too early");
    }
    return ByteBuffer.wrap(bytes).order(file.byteOrder());
  }
}
