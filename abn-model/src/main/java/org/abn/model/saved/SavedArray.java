package org.abn.model.saved;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.util.Locale;
import java.util.zip.ZipException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads a vector that {@link Nd4j#write} wrote: a header of shape, strides and order, and the
 * values, each part with a name of its memory, its length and its type before it. ND4J's own reader
 * allocates what lengths say before it looks at anything else.
 */
final class SavedArray {

  /** Rank, shape, strides and three more numbers for each of at most two axes. */
  private static final int MOST_SHAPE_NUMBERS = 2 + 2 * 2 + 4;

  private static final int BYTES_AT_ONCE = 1 << 16;

  private SavedArray() {}

  /**
   * Reads an entry.
   *
   * @param length of the vector that is due
   * @return {@code [1, length]}
   * @throws InvalidModelException where it holds anything else
   */
  static INDArray read(BoundedZip zip, String name, long length) throws IOException {
    requireRoom(name, zip.length(name), length);
    try (var in = new DataInputStream(new BufferedInputStream(zip.open(name), BYTES_AT_ONCE))) {
      skipShape(name, in);
      return values(name, in, length);
    } catch (EOFException e) {
      throw new InvalidModelException(name + ": ends too early", e);
    } catch (ZipException | UTFDataFormatException e) {
      throw BoundedZip.damaged(name, e);
    }
  }

  private static void requireRoom(String name, long bytes, long length) {
    if (bytes < length * Float.BYTES) {
      throw new InvalidModelException(
          String.format(
              Locale.ROOT,
              "%s: has %d bytes, expected the %d values that the configuration has parameters for",
              name,
              bytes,
              length));
    }
  }

  private static void skipShape(String name, DataInputStream in) throws IOException {
    in.readUTF(); // how ND4J held it in memory
    long numbers = in.readLong();
    if (numbers < 0 || numbers > MOST_SHAPE_NUMBERS) {
      throw new InvalidModelException(
          String.format(
              Locale.ROOT, "%s: expected a vector, found a shape of %d numbers", name, numbers));
    }
    in.readUTF(); // their type
    in.skipNBytes(numbers * Long.BYTES);
  }

  private static INDArray values(String name, DataInputStream in, long length) throws IOException {
    in.readUTF(); // how ND4J held it in memory
    long found = in.readLong();
    String type = in.readUTF();
    boolean known = type.equals(DataType.FLOAT.name()) || type.equals(DataType.DOUBLE.name());
    if (found != length || !known) {
      throw new InvalidModelException(
          String.format(
              Locale.ROOT,
              "%s: expected %d values of FLOAT or DOUBLE, found %d of %s",
              name,
              length,
              found,
              type));
    }
    return type.equals(DataType.FLOAT.name()) ? floats(in, length) : doubles(in, length);
  }

  private static INDArray floats(DataInputStream in, long length) throws IOException {
    float[] values = new float[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return Nd4j.create(values, new long[] {1, length}, 'c');
  }

  private static INDArray doubles(DataInputStream in, long length) throws IOException {
    double[] values = new double[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    return Nd4j.create(values, new long[] {1, length}, 'c');
  }
}
