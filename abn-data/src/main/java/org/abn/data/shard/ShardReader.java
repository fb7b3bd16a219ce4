package org.abn.data.shard;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.ImageRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads blocks of records from a directory of shards. For any number of threads. */
public final class ShardReader {
  private final Path directory;
  private final Manifest manifest;
  private final FileSystem storage;
  private final ConcurrentHashMap<Integer, byte[]> markers = new ConcurrentHashMap<>();

  /**
   * Creates a reader; opens nothing yet.
   *
   * @param conf Hadoop's configuration
   * @param directory where the shards are, any URI
   * @param manifest the directory's manifest
   * @throws IOException if the file system does not answer
   */
  public ShardReader(Configuration conf, Path directory, Manifest manifest) throws IOException {
    this.directory = directory;
    this.manifest = manifest;
    this.storage = Storage.of(conf, directory);
  }

  /**
   * The manifest.
   *
   * @return what the reader was created with
   */
  public Manifest manifest() {
    return manifest;
  }

  /**
   * Reads a block with one seek.
   *
   * @param shard number in the manifest, from 0
   * @param block number in the shard, from 0
   * @return its records, in the order of the shard
   * @throws InvalidDataException if the shard is missing, or shard or block are not what was
   *     written, naming shard and offset
   * @throws IOException if the file system fails
   */
  public List<ImageRecord> block(int shard, int block) throws IOException {
    ShardEntry entry = manifest.shards().get(shard);
    try (FSDataInputStream in = Storage.open(storage, path(entry))) {
      byte[] marker = marker(shard, entry, in);
      return read(in, entry, entry.blocks().get(block), marker);
    }
  }

  private Path path(ShardEntry entry) {
    return new Path(directory, entry.file());
  }

  private byte[] marker(int shard, ShardEntry entry, FSDataInputStream in) throws IOException {
    byte[] known = markers.get(shard);
    if (known != null) {
      return known;
    }
    byte[] marker = openMarker(entry, in);
    markers.put(shard, marker);
    return marker;
  }

  /** Checks length and header, and so before any block is allocated that it can be there. */
  private byte[] openMarker(ShardEntry entry, FSDataInputStream in) throws IOException {
    long length = Storage.status(storage, path(entry)).getLen();
    if (length != entry.length()) {
      throw InvalidDataException.of(
          "%s: has %,d bytes, the manifest says %,d; copy it again",
          path(entry), length, entry.length());
    }
    byte[] header = new byte[ShardHeader.BYTES];
    try {
      in.readFully(0, header);
      return ShardHeader.marker(header);
    } catch (EOFException e) {
      throw new InvalidDataException(path(entry) + ": is cut short; copy it again", e);
    } catch (InvalidDataException e) {
      throw e.in(path(entry).toString());
    }
  }

  private List<ImageRecord> read(
      FSDataInputStream in, ShardEntry entry, BlockEntry block, byte[] marker) throws IOException {
    try {
      byte[] bytes = new byte[block.bytes()];
      in.readFully(block.offset(), bytes);
      block.requireChecksum(bytes);
      return BlockParser.parse(ByteBuffer.wrap(bytes), marker, block.records());
    } catch (EOFException e) {
      throw new InvalidDataException(place(entry, block) + ": is cut short; copy it again", e);
    } catch (InvalidDataException e) {
      throw e.in(place(entry, block));
    }
  }

  private String place(ShardEntry entry, BlockEntry block) {
    return path(entry) + ": block at byte " + block.offset();
  }
}
