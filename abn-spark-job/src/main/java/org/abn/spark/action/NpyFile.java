package org.abn.spark.action;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abn.data.InvalidDataException;

/**
 * An array as NumPy writes it, format 1 to 3 (NEP 1): single or double precision or bytes, in C
 * order. ND4J reads such files too, but natively, and believes what a header says.
 *
 * @param shape of the array
 * @param values in its order; all finite
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NpyFile(int[] shape, float[] values) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int VERSION = MAGIC.length;
  private static final int MOST_HEADER = 1 << 16;

  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*'descr':\\s*'(?<type>[<|=](?:f4|f8|u1))',\\s*'fortran_order':\\s*False,"
              + "\\s*'shape':\\s*\\((?<shape>[\\d,\\s]*)\\),?\\s*\\}\\s*");

  /**
   * Reads a file.
   *
   * @param name of the file, for messages
   * @throws InvalidDataException where it is no such array, or a value is not finite
   */
  static NpyFile of(String name, byte[] bytes) {
    if (bytes.length < MAGIC.length + 6
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new InvalidDataException(name + ": is no .npy file by its first bytes");
    }
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int start = bytes[VERSION] == 1 ? 10 : 12;
    long length = bytes[VERSION] == 1 ? file.getShort(8) & 0xffff : file.getInt(8) & 0xffffffffL;
    if (length > Math.min(MOST_HEADER, bytes.length - start)) {
      throw InvalidDataException.of("%s: byte 8: its header of %,d bytes is cut", name, length);
    }
    String header = new String(bytes, start, (int) length, StandardCharsets.ISO_8859_1);
    Matcher said = HEADER.matcher(header);
    if (!said.matches()) {
      throw InvalidDataException.of(
          "%s: byte %d: expected an array of float32, float64 or uint8 in C order, cannot be: %s",
          name, start, header.strip());
    }
    file.position(start + (int) length);
    int[] shape = shape(said.group("shape"));
    return new NpyFile(
        shape,
        values(name, file.slice().order(ByteOrder.LITTLE_ENDIAN), shape, said.group("type")));
  }

  private static int[] shape(String text) {
    return Arrays.stream(text.split("[,\\s]+"))
        .filter(number -> !number.isEmpty())
        .mapToInt(number -> number.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(number))
        .toArray();
  }

  private static float[] values(String name, ByteBuffer data, int[] shape, String type) {
    int size = type.charAt(2) - '0';
    double count = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    if (count * size != data.remaining()) {
      throw InvalidDataException.of(
          "%s: holds %,d bytes of values, expected those of %s",
          name, data.remaining(), Arrays.toString(shape));
    }
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (size) {
            case 4 -> data.getFloat();
            case 8 -> (float) data.getDouble();
            default -> data.get() & 0xff;
          };
      if (!Float.isFinite(values[i])) {
        throw InvalidDataException.of("%s: value %d is %s, expected a number", name, i, values[i]);
      }
    }
    return values;
  }
}
