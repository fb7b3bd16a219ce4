package org.abn.data.shard;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.abn.data.Checksums;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.SequenceFile.CompressionType;
import org.apache.hadoop.io.SequenceFile.Writer;
import org.apache.hadoop.io.Text;

/** A shard being written: cuts blocks, and takes the checksums on the way. */
final class ShardOutput implements Closeable {
  private final int blockBytes;
  private final MessageDigest sha256 = Checksums.sha256();
  private final CRC32C crc32c = new CRC32C();
  private final FSDataOutputStream out;
  private final Writer writer;
  private final List<BlockEntry> blocks = new ArrayList<>();
  private long blockOffset;
  private int blockRecords;
  private int records;

  /** Begins a shard on a stream, which is closed with it. */
  ShardOutput(Configuration conf, OutputStream stream, byte[] marker, int blockBytes)
      throws IOException {
    this.blockBytes = blockBytes;
    OutputStream measured = new CheckedOutputStream(new DigestOutputStream(stream, sha256), crc32c);
    out = new FSDataOutputStream(new MarkedStream(measured, marker), null);
    writer =
        SequenceFile.createWriter(
            conf,
            Writer.stream(out),
            Writer.keyClass(Text.class),
            Writer.valueClass(BytesWritable.class),
            Writer.compression(CompressionType.NONE),
            // Markers at the beginning of blocks only.
            Writer.syncInterval(Integer.MAX_VALUE));
    blockOffset = out.getPos();
  }

  /** Adds a record, in a new block where this one would grow too large. */
  void append(String id, byte[] value) throws IOException {
    if (out.getPos() - blockOffset + value.length > blockBytes) {
      endBlock();
    }
    if (blockRecords == 0) {
      crc32c.reset();
      writer.sync();
    }
    writer.append(new Text(id), new BytesWritable(value));
    blockRecords++;
    records++;
  }

  /** Ends the shard. */
  ShardEntry finish(String file, Split split) throws IOException {
    endBlock();
    writer.close();
    out.close();
    return new ShardEntry(
        file, split, out.getPos(), records, Checksums.hex(sha256.digest()), blocks);
  }

  private void endBlock() throws IOException {
    if (blockRecords > 0) {
      int bytes = Math.toIntExact(out.getPos() - blockOffset);
      blocks.add(new BlockEntry(blockOffset, bytes, blockRecords, crc32c.getValue()));
    }
    blockOffset = out.getPos();
    blockRecords = 0;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
