package org.abn.data.batch;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import org.abn.data.record.ImageRecord;
import org.abn.data.shard.ShardReader;

/** The blocks read last, up to a number of bytes. For any number of threads. */
final class BlockCache {
  private final ShardReader reader;
  private final long mostBytes;
  private final LinkedHashMap<Key, Block> blocks = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** Keeps blocks of at most so many bytes, as they are in the shards; the newest always. */
  BlockCache(ShardReader reader, long mostBytes) {
    this.reader = reader;
    this.mostBytes = mostBytes;
  }

  private record Key(int shard, int block) {}

  private record Block(List<ImageRecord> records, int bytes) {}

  ImageRecord record(RecordPosition position) throws IOException {
    return block(new Key(position.shard(), position.block())).records.get(position.index());
  }

  synchronized long bytes() {
    return bytes;
  }

  private Block block(Key key) throws IOException {
    Block known = known(key);
    if (known != null) {
      return known;
    }
    // Outside the lock: two threads may read the same block, but none waits for another's.
    int size = reader.manifest().shards().get(key.shard).blocks().get(key.block).bytes();
    Block block = new Block(reader.block(key.shard, key.block), size);
    keep(key, block);
    return block;
  }

  private synchronized Block known(Key key) {
    return blocks.get(key);
  }

  private synchronized void keep(Key key, Block block) {
    Block before = blocks.put(key, block);
    bytes += block.bytes - (before == null ? 0 : before.bytes);
    var oldest = blocks.values().iterator();
    while (bytes > mostBytes && blocks.size() > 1) {
      bytes -= oldest.next().bytes;
      oldest.remove();
    }
  }
}
