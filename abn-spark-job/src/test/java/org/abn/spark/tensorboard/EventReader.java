package org.abn.spark.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.util.PureJavaCrc32C;

/** Reads event files by the definition of their format, with nothing of what writes them. */
public final class EventReader {

  /**
   * An event.
   *
   * @param fileVersion of a file's first; null of others
   * @param values by tag: a Float, or a {@link Picture}
   */
  public record Read(double wallTime, long step, String fileVersion, Map<String, Object> values) {}

  /** An image summary. */
  public record Picture(long height, long width, long colours, byte[] png) {}

  private EventReader() {}

  /** All events of a file; fails where a checksum is wrong, or the file does not end with one. */
  public static List<Read> read(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Read> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = bytes(in, 8);
      assertThat(in.getInt()).isEqualTo(masked(length));
      byte[] data = bytes(in, (int) ByteBuffer.wrap(length).order(in.order()).getLong());
      assertThat(in.getInt()).isEqualTo(masked(data));
      events.add(event(data));
    }
    return events;
  }

  private static int masked(byte[] bytes) {
    PureJavaCrc32C crc = new PureJavaCrc32C();
    crc.update(bytes, 0, bytes.length);
    int value = (int) crc.getValue();
    return ((value >>> 15) | (value << 17)) + 0xa282ead8;
  }

  private static byte[] bytes(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  private static Read event(byte[] data) {
    Map<Integer, List<Object>> fields = fields(data);
    Map<String, Object> values = new LinkedHashMap<>();
    if (fields.containsKey(5)) {
      for (Object value : fields((byte[]) one(fields, 5)).getOrDefault(1, List.of())) {
        Map<Integer, List<Object>> ofValue = fields((byte[]) value);
        values.put(
            text(one(ofValue, 1)),
            ofValue.containsKey(2) ? one(ofValue, 2) : picture((byte[]) one(ofValue, 4)));
      }
    }
    return new Read(
        (double) one(fields, 1),
        fields.containsKey(2) ? (long) one(fields, 2) : 0,
        fields.containsKey(3) ? text(one(fields, 3)) : null,
        values);
  }

  private static Picture picture(byte[] data) {
    Map<Integer, List<Object>> fields = fields(data);
    return new Picture(
        (long) one(fields, 1),
        (long) one(fields, 2),
        (long) one(fields, 3),
        (byte[]) one(fields, 4));
  }

  private static Object one(Map<Integer, List<Object>> fields, int number) {
    assertThat(fields.get(number)).hasSize(1);
    return fields.get(number).get(0);
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  /** Protocol buffers' wire format: by number, a Long, Double, Float or bytes. */
  private static Map<Integer, List<Object>> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    Map<Integer, List<Object>> fields = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      long key = varint(in);
      Object value =
          switch ((int) (key & 7)) {
            case 0 -> varint(in);
            case 1 -> in.getDouble();
            case 2 -> bytes(in, (int) varint(in));
            case 5 -> in.getFloat();
            default -> throw new AssertionError("no wire type: " + key);
          };
      fields.computeIfAbsent((int) (key >>> 3), number -> new ArrayList<>()).add(value);
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
