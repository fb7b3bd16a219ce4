package org.abn.data.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.InflaterInputStream;
import org.abn.data.InvalidDataException;

/**
 * Walks the arrays in the arrays of a MATLAB level 5 file before the MFL library reads it: MFL
 * allocates what a length or shape says, gigabytes where it is damaged. Every value has a byte at
 * least, so that a shape cannot say more than there are bytes.
 */
final class MatShapes {
  private static final int MOST_BYTES = 64 << 20; // decompressed; published: less than 2 MB
  private static final int DEEPEST = 16; // published: 2
  private static final int BYTE_ORDER_OFFSET = 126;
  private static final int COMPRESSED = 15;
  private static final int CELLS = 1;
  private static final int STRUCTURE = 2;
  private static final int TEXT = 4;
  private static final int FIRST_NUMBERS = 6;
  private static final int LAST_NUMBERS = 15;

  private final ByteOrder order;

  private MatShapes(ByteOrder order) {
    this.order = order;
  }

  /** A tag's type with the bytes that it is of. */
  private record Element(int type, ByteBuffer content) {}

  /**
   * Checks a file.
   *
   * @throws InvalidDataException if an array is cut short, or smaller than its shape says
   * @throws IOException if a compressed one is damaged
   */
  static void check(byte[] file) throws IOException {
    if (file.length < MatFile.HEADER_BYTES) {
      throw InvalidDataException.of(
          "%,d bytes, expected at least %,d", file.length, MatFile.HEADER_BYTES);
    }
    MatShapes shapes =
        new MatShapes(
            file[BYTE_ORDER_OFFSET] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    ByteBuffer elements = shapes.ordered(file).position(MatFile.HEADER_BYTES);
    while (elements.hasRemaining()) {
      Element element = shapes.next(elements);
      if (element.type == COMPRESSED) {
        element = shapes.next(shapes.inflated(element.content));
      }
      shapes.requireArray(element, 0);
    }
  }

  private ByteBuffer ordered(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(order);
  }

  private ByteBuffer inflated(ByteBuffer content) throws IOException {
    var bytes = new ByteArrayInputStream(content.array(), content.arrayOffset(), content.limit());
    try (var inflater = new InflaterInputStream(bytes)) {
      byte[] inflated = inflater.readNBytes(MOST_BYTES);
      if (inflater.read() >= 0) {
        throw InvalidDataException.of("an array of more than %,d bytes", MOST_BYTES);
      }
      return ordered(inflated);
    }
  }

  /** Takes an element with its padding; up to four bytes may lie in the tag. */
  private Element next(ByteBuffer from) {
    require(from.remaining() >= MatFile.TAG_BYTES, "an array is cut short");
    int first = from.getInt();
    boolean inTag = first >>> 16 != 0;
    int type = inTag ? first & 0xFFFF : first;
    long bytes = inTag ? first >>> 16 : Integer.toUnsignedLong(from.getInt());
    require(bytes <= from.remaining() && (!inTag || bytes <= 4), "an array is cut short");
    ByteBuffer content = from.slice(from.position(), (int) bytes).order(order);
    long padded = inTag ? 4 : type == COMPRESSED ? bytes : (bytes + 7) / 8 * 8;
    from.position(from.position() + (int) Math.min(padded, from.remaining()));
    return new Element(type, content);
  }

  private void requireArray(Element array, int depth) {
    require(array.type == MatArray.MATRIX, "values where an array should be");
    require(depth < DEEPEST, "arrays in arrays in arrays without end");
    ByteBuffer fields = array.content;
    if (!fields.hasRemaining()) {
      return; // how an empty cell may be stored
    }
    int arrayClass = integer(next(fields)) & 0xFF;
    double values = values(next(fields).content);
    next(fields); // the name
    if (arrayClass == CELLS) {
      requireArrays(fields, values, depth);
    } else if (arrayClass == STRUCTURE) {
      int nameBytes = integer(next(fields));
      double names = next(fields).content.remaining() / (double) Math.max(1, nameBytes);
      requireArrays(fields, values * names, depth);
    } else {
      boolean isKnown = arrayClass >= FIRST_NUMBERS && arrayClass <= LAST_NUMBERS;
      require(isKnown || arrayClass == TEXT, "objects, expected cells, texts and numbers");
      requireValues(fields, values);
    }
  }

  private void requireArrays(ByteBuffer fields, double arrays, int depth) {
    require(arrays * MatFile.TAG_BYTES <= fields.remaining(), "fewer arrays than a shape says");
    while (fields.hasRemaining()) {
      requireArray(next(fields), depth + 1);
    }
  }

  private void requireValues(ByteBuffer fields, double values) {
    require(values <= fields.remaining(), "fewer values than a shape says");
    while (fields.hasRemaining()) {
      next(fields);
    }
  }

  private static int integer(Element field) {
    require(field.content.remaining() >= Integer.BYTES, "a field is cut short");
    return field.content.getInt();
  }

  private static double values(ByteBuffer shape) {
    double values = 1;
    while (shape.remaining() >= Integer.BYTES) {
      int size = shape.getInt();
      require(size >= 0, "a shape below 0");
      values *= size;
    }
    return values;
  }

  private static void require(boolean fulfilled, String what) {
    if (!fulfilled) {
      throw new InvalidDataException(what);
    }
  }
}
