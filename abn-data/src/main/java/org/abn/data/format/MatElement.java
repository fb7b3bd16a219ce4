package org.abn.data.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteOrder;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.abn.data.Storage;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An array in a {@link MatFile}, as it is stored.
 *
 * @param path the file
 * @param offset where its tag begins
 * @param bytes its length after the tag
 * @param compressed whether that is a zlib stream of another tag and the array
 * @param bigEndian whether numbers begin with their highest byte
 */
record MatElement(Path path, long offset, long bytes, boolean compressed, boolean bigEndian)
    implements Serializable {
  private static final int BUFFER_BYTES = 1 << 16;

  long end() {
    return offset + MatFile.TAG_BYTES + bytes;
  }

  ByteOrder order() {
    return bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** The array from its tag, decompressed; what follows it in the file follows. */
  InputStream stream(FileSystem storage) throws IOException {
    FSDataInputStream in = Storage.open(storage, path);
    in.seek(compressed ? offset + MatFile.TAG_BYTES : offset);
    return compressed ? new InflaterInputStream(in, new Inflater(), BUFFER_BYTES) : in;
  }
}
