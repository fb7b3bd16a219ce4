package org.abn.data.batch;

import java.util.Arrays;
import org.abn.data.record.Split;
import org.abn.data.shard.BlockEntry;
import org.abn.data.shard.Manifest;

/** The blocks of a split in the order of the shards, and the records numbered through them. */
final class BlockTable {
  private final int[] shardOf;
  private final int[] blockOf;
  private final int[] firstRecord; // one more than there are blocks

  private BlockTable(int blocks) {
    shardOf = new int[blocks];
    blockOf = new int[blocks];
    firstRecord = new int[blocks + 1];
  }

  static BlockTable of(Manifest manifest, Split split) {
    int[] shards = manifest.shards(split);
    BlockTable table =
        new BlockTable(
            Arrays.stream(shards).map(s -> manifest.shards().get(s).blocks().size()).sum());
    int next = 0;
    for (int shard : shards) {
      int inShard = 0;
      for (BlockEntry block : manifest.shards().get(shard).blocks()) {
        table.shardOf[next] = shard;
        table.blockOf[next] = inShard++;
        table.firstRecord[next + 1] = table.firstRecord[next] + block.records();
        next++;
      }
    }
    return table;
  }

  int blocks() {
    return shardOf.length;
  }

  int records() {
    return firstRecord[blocks()];
  }

  /** Number of a block's first record; of the block after the last, the number of records. */
  int firstRecord(int block) {
    return firstRecord[block];
  }

  /** How many blocks hold the records before a number. */
  int blocksBefore(int record) {
    return record == 0 ? 0 : block(record - 1) + 1;
  }

  private int block(int record) {
    int found = Arrays.binarySearch(firstRecord, record);
    return found >= 0 ? found : -found - 2;
  }

  RecordPosition position(int record) {
    int block = block(record);
    return new RecordPosition(shardOf[block], blockOf[block], record - firstRecord[block]);
  }
}
