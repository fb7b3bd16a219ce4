package org.abn.data.shard;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageRecord;
import org.apache.hadoop.io.WritableUtils;

/**
 * Reads the records of a block from its bytes. Hadoop's own reader would do, but believes lengths
 * before it has the bytes: a damaged one makes it allocate gigabytes.
 *
 * <p>A block is: -1 as an escape, the sync marker; then for each record its length without this and
 * the next field, the key's length, the key as Text (variable-length integer, UTF-8) and the value
 * as BytesWritable (four-byte length, bytes).
 */
final class BlockParser {
  private static final int SYNC_ESCAPE = -1;

  private BlockParser() {}

  /** The sync marker that a block begins with. */
  static byte[] marker(byte[] block) {
    return Arrays.copyOfRange(block, Integer.BYTES, Integer.BYTES + ShardHeader.MARKER_BYTES);
  }

  /** Parses a block that begins with a marker and holds a known number of records. */
  static List<ImageRecord> parse(ByteBuffer block, byte[] marker, int records) {
    try {
      requireMarker(block, marker);
      List<ImageRecord> parsed = new ArrayList<>();
      while (block.hasRemaining()) {
        parsed.add(record(block));
      }
      if (parsed.size() != records) {
        throw InvalidDataException.of(
            "has %d records, the manifest says %d", parsed.size(), records);
      }
      return List.copyOf(parsed);
    } catch (BufferUnderflowException | CharacterCodingException e) {
      throw new InvalidDataException("a record's length or id is damaged", e);
    }
  }

  private static void requireMarker(ByteBuffer block, byte[] marker) {
    byte[] found = new byte[marker.length];
    if (block.getInt() != SYNC_ESCAPE || !Arrays.equals(take(block, found), marker)) {
      throw new InvalidDataException("does not begin with the shard's sync marker");
    }
  }

  private static byte[] take(ByteBuffer block, byte[] target) {
    block.get(target);
    return target;
  }

  private static ImageRecord record(ByteBuffer block) throws CharacterCodingException {
    int recordLength = block.getInt();
    int keyLength = block.getInt();
    ByteBuffer key = slice(block, keyLength);
    ByteBuffer value = slice(block, recordLength - keyLength);
    return RecordCodec.decode(text(key), bytes(value));
  }

  private static ByteBuffer slice(ByteBuffer from, int length) {
    if (length < 0 || length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer slice = from.slice(from.position(), length);
    from.position(from.position() + length);
    return slice;
  }

  private static String text(ByteBuffer key) throws CharacterCodingException {
    if (variableLength(key) != key.remaining()) {
      throw new BufferUnderflowException();
    }
    return StandardCharsets.UTF_8.newDecoder().decode(key).toString();
  }

  /** Hadoop's variable-length integer; negative ones stay negative, which no length is. */
  private static long variableLength(ByteBuffer key) {
    byte first = key.get();
    int size = WritableUtils.decodeVIntSize(first);
    if (size == 1 || WritableUtils.isNegativeVInt(first)) {
      return first;
    }
    long value = 0;
    for (int i = 1; i < size; i++) {
      value = (value << 8) | Byte.toUnsignedInt(key.get());
    }
    return value;
  }

  private static ByteBuffer bytes(ByteBuffer value) {
    if (value.getInt() != value.remaining()) {
      throw new BufferUnderflowException();
    }
    return value;
  }
}
