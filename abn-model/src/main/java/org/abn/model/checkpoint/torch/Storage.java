package org.abn.model.checkpoint.torch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.IntToLongFunction;
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

  /**
   * A run within this one.
   *
   * @throws InvalidPickleException where it reaches out of this one
   */
  Storage part(long offset, long elements) {
    if (offset < 0 || elements < 0 || offset > length - elements) {
      throw new InvalidPickleException(
          String.format(
              Locale.ROOT,
              "storage %s: has %d elements, cannot have %d from %d",
              key,
              length,
              elements,
              offset));
    }
    return new Storage(file, key, type, start + offset, elements);
  }

  /**
   * The same bytes as elements of another type.
   *
   * @throws InvalidPickleException where they are not whole elements
   */
  Storage as(ElementType other) {
    long first = start * type.bytes();
    long bytes = length * type.bytes();
    if (first % other.bytes() != 0 || bytes % other.bytes() != 0) {
      throw new InvalidPickleException(
          String.format(
              Locale.ROOT,
              "storage %s: %d bytes from %d are no elements of %s",
              key,
              bytes,
              first,
              other));
    }
    return new Storage(file, key, other, first / other.bytes(), bytes / other.bytes());
  }

  /** Takes an element and its number, from 0. */
  interface Sink {
    void put(int index, double element);
  }

  /**
   * Reads elements in the order in which they lie, and takes memory for a few at once.
   *
   * @param count how many
   * @param place of each by its number, never before that of the one before
   * @throws InvalidCheckpointException where the file is damaged
   */
  void read(int count, IntToLongFunction place, Sink sink) throws IOException {
    try (InputStream in = file.open(key)) {
      in.skipNBytes(start * type.bytes());
      var elements = new ElementCursor(in, this);
      for (int i = 0; i < count; i++) {
        sink.put(i, elements.at(place.applyAsLong(i)));
      }
    } catch (EOFException | ZipException e) {
      throw new InvalidCheckpointException(
          "storage %s: cannot be read: %s".formatted(key, e.getMessage()), e);
    }
  }

  /** Reads an element, a whole number. */
  long integer(long place) throws IOException {
    long[] value = new long[1];
    read(1, i -> place, (i, element) -> value[i] = (long) element);
    return value[0];
  }
}
