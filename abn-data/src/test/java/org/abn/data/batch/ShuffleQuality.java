package org.abn.data.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.abn.data.SplitMix64;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;

/**
 * How far an epoch is from a full shuffle, and what reading it costs.
 *
 * <p>Two records that neighbour are, in the order of an epoch, a third of its N records apart on
 * average where the shuffle is full, and in one mini-batch of B in about B / N of the epochs.
 *
 * @param inDataset of records that neighbour in the dataset
 * @param inShards of records that neighbour in the shards, whose order is shuffled once for all
 * @param blocksABatch from how many blocks a mini-batch comes, on average
 * @param readsABlock how often a block is read in an epoch, on average, if each worker has a cache
 *     of its own of {@link BatchLoader#CACHE_BYTES}
 */
record ShuffleQuality(
    Neighbours inDataset, Neighbours inShards, double blocksABatch, double readsABlock) {
  /**
   * Records that neighbour.
   *
   * @param mean distance in the order of an epoch, of N
   * @param least distance, in records
   * @param together share of them that are in one mini-batch
   */
  record Neighbours(double mean, int least, double together) {}

  static ShuffleQuality of(Manifest manifest, int workers, int batchSize) {
    EpochPlan plan = EpochPlan.training(manifest, Selection.ALL, 1, 0, workers, batchSize);
    Epoch epoch = new Epoch(manifest, plan);
    int[] shardOrder = IntStream.range(0, plan.records()).toArray();
    SplitMix64.keyed("shard-order", 1).shuffle(shardOrder, 0, shardOrder.length);
    int[] placeInShards = new int[shardOrder.length];
    IntStream.range(0, shardOrder.length).forEach(i -> placeInShards[shardOrder[i]] = i);
    return new ShuffleQuality(
        epoch.neighbours(placeInShards),
        epoch.neighbours(IntStream.range(0, plan.records()).toArray()),
        (double) epoch.blocksOfBatches / epoch.batches,
        (double) epoch.reads / epoch.blocks());
  }

  /** Where each record of the shards is in an epoch. */
  private static final class Epoch {
    private final Manifest manifest;
    private final int[][] firsts;
    private final int[] place;
    private final int[] batch;
    private int next;
    private int batches;
    private long blocksOfBatches;
    private long reads;

    Epoch(Manifest manifest, EpochPlan plan) {
      this.manifest = manifest;
      firsts = firsts(manifest);
      place = new int[plan.records()];
      batch = new int[plan.records()];
      for (int worker = 0; worker < plan.workers(); worker++) {
        Cache cache = new Cache();
        for (int i = 0; i < plan.batches(worker); i++) {
          add(plan.batch(worker, i), cache);
        }
        reads += cache.reads;
      }
    }

    private static int[][] firsts(Manifest manifest) {
      int[][] firsts = new int[manifest.shards().size()][];
      int next = 0;
      for (int shard : manifest.shards(Split.TRAIN)) {
        var blocks = manifest.shards().get(shard).blocks();
        firsts[shard] = new int[blocks.size()];
        for (int block = 0; block < blocks.size(); block++) {
          firsts[shard][block] = next;
          next += blocks.get(block).records();
        }
      }
      return firsts;
    }

    private void add(List<RecordPosition> records, Cache cache) {
      for (RecordPosition record : records) {
        int number = firsts[record.shard()][record.block()] + record.index();
        place[number] = next++;
        batch[number] = batches;
        cache.read(firsts[record.shard()][record.block()], bytes(record));
      }
      blocksOfBatches +=
          records.stream().mapToInt(r -> firsts[r.shard()][r.block()]).distinct().count();
      batches++;
    }

    private int bytes(RecordPosition record) {
      return manifest.shards().get(record.shard()).blocks().get(record.block()).bytes();
    }

    long blocks() {
      return IntStream.of(manifest.shards(Split.TRAIN)).mapToLong(s -> firsts[s].length).sum();
    }

    Neighbours neighbours(int[] order) {
      double distances = 0;
      int least = Integer.MAX_VALUE;
      int together = 0;
      for (int i = 1; i < order.length; i++) {
        int distance = Math.abs(place[order[i]] - place[order[i - 1]]);
        distances += distance;
        least = Math.min(least, distance);
        together += batch[order[i]] == batch[order[i - 1]] ? 1 : 0;
      }
      double pairs = order.length - 1.0;
      return new Neighbours(distances / pairs / order.length, least, together / pairs);
    }
  }

  /** As {@link BlockCache}, without the blocks. */
  private static final class Cache {
    private final LinkedHashMap<Integer, Integer> bytes = new LinkedHashMap<>(16, 0.75f, true);
    private long held;
    private long reads;

    void read(int block, int size) {
      if (bytes.get(block) != null) {
        return;
      }
      reads++;
      held += size;
      bytes.put(block, size);
      var oldest = bytes.entrySet().iterator();
      while (held > BatchLoader.CACHE_BYTES) {
        Map.Entry<Integer, Integer> evicted = oldest.next();
        held -= evicted.getValue();
        oldest.remove();
      }
    }
  }
}
