package org.abn.spark.explanation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;
import org.abn.model.explain.SaliencyMap;

/**
 * An array as NumPy writes it, format 1 to 3 (NEP 1): single or double precision or bytes, in C
 * order. ND4J knows such files too, but natively: it believes what a header says, and takes longer
 * for a small map than a small network to find it.
 *
 * @param shape of the array
 * @param values in its order; all finite
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NpyFile(int[] shape, float[] values) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int VERSION = MAGIC.length;
  private static final int MOST_HEADER = 1 << 16;
  private static final int ALIGNMENT = 64; // of the values, in bytes

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
  public static NpyFile of(String name, byte[] bytes) {
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

  /**
   * Maps of one size.
   *
   * @return {@code [H, W]}, or {@code [maps, H, W]} of several
   */
  static NpyFile of(List<SaliencyMap> maps) {
    return of(maps, maps.size() == 1 ? new int[0] : new int[] {maps.size()});
  }

  /**
   * Maps of one size, as many of each image.
   *
   * @return {@code [images, H, W]}, or {@code [images, maps, H, W]} of several each
   */
  static NpyFile ofImages(List<List<SaliencyMap>> images) {
    int each = images.get(0).size();
    return of(
        images.stream().flatMap(List::stream).toList(),
        each == 1 ? new int[] {images.size()} : new int[] {images.size(), each});
  }

  private static NpyFile of(List<SaliencyMap> maps, int[] before) {
    int height = maps.get(0).values().length;
    int width = maps.get(0).values()[0].length;
    FloatBuffer values = FloatBuffer.allocate(maps.size() * height * width);
    for (SaliencyMap map : maps) {
      for (float[] row : map.values()) {
        values.put(row);
      }
    }
    int[] shape = IntStream.concat(IntStream.of(before), IntStream.of(height, width)).toArray();
    return new NpyFile(shape, values.array());
  }

  /** The file, in single precision and format 1. */
  byte[] bytes() {
    String dimensions =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String said = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(dimensions);
    int start = MAGIC.length + 4;
    int padding = ALIGNMENT - (start + said.length() + 1) % ALIGNMENT;
    byte[] header = (said + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer file =
        ByteBuffer.allocate(start + header.length + Float.BYTES * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length).put(header);
    file.asFloatBuffer().put(values);
    return file.array();
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
