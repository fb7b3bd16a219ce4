package org.abn.data.shard;

import java.io.Serializable;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.record.Split;

/**
 * What the manifest says of a shard.
 *
 * @param file its name beside the manifest
 * @param split the split of all its records
 * @param length bytes of the file
 * @param records how many records, at least 1
 * @param sha256 checksum of the file, 64 hexadecimal digits
 * @param blocks its records in runs, one after another to the end of the file
 */
public record ShardEntry(
    String file, Split split, long length, int records, String sha256, List<BlockEntry> blocks)
    implements Serializable {
  /**
   * Checks that the blocks are the shard.
   *
   * @throws InvalidDataException if a value is missing or they do not add up
   */
  public ShardEntry {
    if (file == null || !file.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new InvalidDataException("'" + file + "' is no name for a shard");
    }
    if (split == null || sha256 == null || !sha256.matches("[0-9a-f]{64}") || blocks == null) {
      throw new InvalidDataException(file + " lacks its split, its blocks or a SHA-256 checksum");
    }
    blocks = List.copyOf(blocks);
    requireBlocks(file, length, records, blocks);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @param json one entry
   * @return the entry
   * @throws InvalidDataException if it is malformed
   */
  public static ShardEntry fromJson(String json) {
    return ManifestJson.read(json, ShardEntry.class, "shard entry");
  }

  /**
   * The entry as a short text, which any serializer carries: Spark's Kryo 4 cannot make records.
   *
   * @return JSON
   */
  public String toJson() {
    return ManifestJson.write(this);
  }

  private static void requireBlocks(
      String file, long length, int records, List<BlockEntry> blocks) {
    long end = blocks.isEmpty() ? 0 : blocks.get(0).offset();
    long counted = 0;
    for (BlockEntry block : blocks) {
      if (block.offset() != end) {
        throw InvalidDataException.of(
            "%s: a block begins at byte %,d, expected %,d", file, block.offset(), end);
      }
      end = block.end();
      counted += block.records();
    }
    if (blocks.isEmpty() || end != length || counted != records) {
      throw InvalidDataException.of(
          "%s: its blocks hold %,d records and end at byte %,d, expected %,d and %,d",
          file, counted, end, records, length);
    }
  }
}
