package org.abn.data.shard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.abn.data.Checksums;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.Text;

/**
 * How every shard begins: version 6 of Hadoop's SequenceFile, the key and value classes' names, not
 * compressed, no metadata; then the shard's own sync marker.
 */
final class ShardHeader {
  static final int MARKER_BYTES = 16;

  private static final byte[] BEFORE_MARKER = beforeMarker();

  /** Bytes with the marker: where the first block begins. */
  static final int BYTES = BEFORE_MARKER.length + MARKER_BYTES;

  private ShardHeader() {}

  /** The marker in a header, all else of which must be as written. */
  static byte[] marker(byte[] header) {
    int length = BEFORE_MARKER.length;
    if (!Arrays.equals(header, 0, Math.min(length, header.length), BEFORE_MARKER, 0, length)) {
      throw InvalidDataException.of(
          "does not begin as an uncompressed SequenceFile of %s and %s; make the shards again",
          Text.class.getName(), BytesWritable.class.getName());
    }
    return Arrays.copyOfRange(header, length, BYTES);
  }

  /** A marker that is the same whenever the same shard is written. */
  static byte[] marker(String dataset, long seed, int shard) {
    String name = "abn-shard/" + dataset + "/" + seed + "/" + shard;
    byte[] digest = Checksums.sha256().digest(name.getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(digest, MARKER_BYTES);
  }

  private static byte[] beforeMarker() {
    String header = "SEQ\6" + text(Text.class) + text(BytesWritable.class) + "\0\0" + "\0\0\0\0";
    return header.getBytes(StandardCharsets.ISO_8859_1);
  }

  // A length below 128 is one byte of Hadoop's variable-length integers.
  private static String text(Class<?> type) {
    return (char) type.getName().length() + type.getName();
  }
}
