package org.abn.spark.tensorboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;
import org.abn.data.FileContent;

/**
 * A whole event file. It is TensorFlow's file of records: of each the length in eight bytes, its
 * checksum, the bytes, and their checksum, all little-endian. The same events are the same bytes.
 *
 * @param begun when it was begun, in seconds since 1970
 * @param events in the order of their steps
 */
public record EventFile(double begun, List<Event> events) implements FileContent {
  /** So that a checksum of bytes that hold checksums is not trivial. */
  private static final int MASK = 0xa282ead8;

  private static final int MASK_ROTATION = 15;

  /** Copies the list. */
  public EventFile {
    events = List.copyOf(events);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    writeRecord(Event.header(begun), out);
    for (Event event : events) {
      writeRecord(event.bytes(), out);
    }
  }

  private static void writeRecord(byte[] data, OutputStream out) throws IOException {
    byte[] length = littleEndian(Long.BYTES).putLong(data.length).array();
    out.write(length);
    out.write(checksum(length));
    out.write(data);
    out.write(checksum(data));
  }

  private static byte[] checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int masked = Integer.rotateRight((int) crc.getValue(), MASK_ROTATION) + MASK;
    return littleEndian(Integer.BYTES).putInt(masked).array();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
