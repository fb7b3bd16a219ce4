package org.abn.data.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.abn.data.InvalidDataException;

/** Reads the fields of a numeric array up to its values. Nothing is allocated that they claim. */
final class MatFields {
  private static final int SIGNED_BYTES = 1;
  private static final int SIGNED_INTEGERS = 5;
  private static final int UNSIGNED_INTEGERS = 6;
  private static final int DOUBLES_CLASS = 6; // the first numeric one
  private static final int UNSIGNED_LONGS_CLASS = 15; // the last
  private static final int COMPLEX = 0x800;
  private static final int MOST_FIELD_BYTES = 64; // a name's, and of dimensions more than needed

  private final InputStream in;
  private final ByteOrder order;
  private int position;
  private long end;

  MatFields(InputStream in, ByteOrder order) {
    this.in = in;
    this.order = order;
  }

  /** What precedes a field's values; up to four bytes of them may lie in the tag. */
  private record Tag(int type, long bytes, boolean inside) {
    long padded() {
      return inside ? 4 : (bytes + 7) / 8 * 8;
    }
  }

  /** Bytes read. */
  int position() {
    return position;
  }

  /** Where the array ends, known once it has been found. */
  long end() {
    return end;
  }

  MatArray array(MatElement element) throws IOException {
    Tag matrix = tag();
    require(matrix.type == MatArray.MATRIX && !matrix.inside, "an array", matrix);
    end = position + matrix.bytes;
    requireNumbers(field(UNSIGNED_INTEGERS, "flags").getInt());
    List<Integer> dimensions = dimensions(field(SIGNED_INTEGERS, "dimensions"));
    String name = StandardCharsets.US_ASCII.decode(field(SIGNED_BYTES, "a name")).toString();
    Tag values = tag();
    requireValues(values, dimensions);
    return new MatArray(element, name, dimensions, values.type, position);
  }

  private ByteBuffer field(int type, String what) throws IOException {
    Tag tag = tag();
    require(tag.type == type && tag.bytes <= MOST_FIELD_BYTES, what, tag);
    return read((int) tag.padded()).limit((int) tag.bytes);
  }

  private Tag tag() throws IOException {
    int first = read(4).getInt();
    int bytesInside = first >>> 16;
    return bytesInside > 0
        ? new Tag(first & 0xFFFF, Math.min(bytesInside, 4), true)
        : new Tag(first, Integer.toUnsignedLong(read(4).getInt()), false);
  }

  private ByteBuffer read(int bytes) throws IOException {
    byte[] read = in.readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException();
    }
    position += bytes;
    return ByteBuffer.wrap(read).order(order);
  }

  private static void requireNumbers(int flags) {
    int arrayClass = flags & 0xFF;
    if (arrayClass < DOUBLES_CLASS || arrayClass > UNSIGNED_LONGS_CLASS || (flags & COMPLEX) != 0) {
      throw InvalidDataException.of("is of class %d, expected real numbers", arrayClass);
    }
  }

  private static List<Integer> dimensions(ByteBuffer sizes) {
    List<Integer> dimensions = new ArrayList<>();
    while (sizes.remaining() >= Integer.BYTES) {
      dimensions.add(sizes.getInt());
    }
    return List.copyOf(dimensions);
  }

  private void requireValues(Tag values, List<Integer> dimensions) {
    double expected = width(values.type);
    for (int size : dimensions) {
      expected *= size;
    }
    if (values.bytes != expected || position + values.padded() != end) {
      throw InvalidDataException.of(
          "has %,d bytes of values of type %d up to byte %,d of %,d, its shape is %s",
          values.bytes, values.type, position + values.padded(), end, dimensions);
    }
  }

  /** Bytes of a value. */
  private static int width(int type) {
    return switch (type) {
      case SIGNED_BYTES, MatArray.UNSIGNED_BYTES -> 1;
      case 3, 4 -> 2;
      case SIGNED_INTEGERS, UNSIGNED_INTEGERS, 7 -> 4;
      case 9, 12, 13 -> 8;
      default -> throw InvalidDataException.of("has values of type %d, expected numbers", type);
    };
  }

  private void require(boolean fulfilled, String what, Tag tag) {
    if (!fulfilled) {
      throw InvalidDataException.of(
          "type %d of %d bytes before byte %d, expected %s", tag.type, tag.bytes, position, what);
    }
  }
}
