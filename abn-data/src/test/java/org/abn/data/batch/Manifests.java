package org.abn.data.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Split;
import org.abn.data.shard.BlockEntry;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.ShardEntry;
import org.abn.data.shard.SplitEntry;

/** Manifests of shards that nobody has written. */
final class Manifests {
  private Manifests() {}

  /** Training shards of equal blocks; shard 1 is an equal one of test records. */
  static Manifest of(int trainShards, int blocks, int records) {
    Split[] splits = new Split[trainShards + 1];
    Arrays.fill(splits, Split.TRAIN);
    splits[1] = Split.TEST;
    return of(1, blocks, records, splits);
  }

  static Manifest of(int length, int blocks, int records, Split... splits) {
    List<BlockEntry> entries =
        IntStream.range(0, blocks)
            .mapToObj(i -> new BlockEntry((long) i * length, length, records, 0))
            .toList();
    List<ShardEntry> shards = new ArrayList<>();
    for (Split split : splits) {
      String file = "shard-" + shards.size();
      long bytes = (long) blocks * length;
      shards.add(new ShardEntry(file, split, bytes, blocks * records, "0".repeat(64), entries));
    }
    List<SplitEntry> counts =
        Arrays.stream(splits)
            .distinct()
            .map(split -> new SplitEntry(split, count(splits, split) * blocks * records))
            .toList();
    ImageShape shape = new ImageShape(1, 2, 2);
    return new Manifest(
        2, "small", List.of("a", "b"), List.of(), shape, 0, counts, shards, List.of());
  }

  private static int count(Split[] splits, Split split) {
    return (int) Arrays.stream(splits).filter(s -> s == split).count();
  }
}
