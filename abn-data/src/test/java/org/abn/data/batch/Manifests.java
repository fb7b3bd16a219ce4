package org.abn.data.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.abn.data.record.FileCounts;
import org.abn.data.record.ImageShape;
import org.abn.data.record.ImageSizes;
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
    return of(trainShards, 1, blocks, records);
  }

  /** The same, with blocks of a number of bytes. */
  static Manifest of(int trainShards, int blockBytes, int blocks, int records) {
    Split[] splits = new Split[trainShards + 1];
    Arrays.fill(splits, Split.TRAIN);
    splits[1] = Split.TEST;
    return of(blockBytes, blocks, records, splits);
  }

  /** Training shards of 1 to 100 blocks, each of 1 to 5 records. */
  static Manifest uneven(Random random, int shards) {
    List<List<BlockEntry>> blocks = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      List<BlockEntry> entries = new ArrayList<>();
      for (int left = 1 + random.nextInt(100); left > 0; left--) {
        entries.add(new BlockEntry(entries.size(), 1, 1 + random.nextInt(5), 0));
      }
      blocks.add(entries);
    }
    return manifest(blocks, Collections.nCopies(shards, Split.TRAIN));
  }

  static Manifest of(int length, int blocks, int records, Split... splits) {
    List<BlockEntry> entries =
        IntStream.range(0, blocks)
            .mapToObj(i -> new BlockEntry((long) i * length, length, records, 0))
            .toList();
    return manifest(Collections.nCopies(splits.length, entries), List.of(splits));
  }

  private static Manifest manifest(List<List<BlockEntry>> blocks, List<Split> splits) {
    List<ShardEntry> shards = new ArrayList<>();
    Map<Split, Integer> counts = new EnumMap<>(Split.class);
    for (int i = 0; i < splits.size(); i++) {
      List<BlockEntry> of = blocks.get(i);
      BlockEntry last = of.get(of.size() - 1);
      long length = last.offset() + last.bytes();
      int records = of.stream().mapToInt(BlockEntry::records).sum();
      shards.add(new ShardEntry("shard-" + i, splits.get(i), length, records, "0".repeat(64), of));
      counts.merge(splits.get(i), records, Integer::sum);
    }
    List<SplitEntry> entries =
        counts.entrySet().stream().map(c -> new SplitEntry(c.getKey(), c.getValue())).toList();
    ImageShape shape = new ImageShape(1, 2, 2);
    return new Manifest(
        2,
        "small",
        List.of("a", "b"),
        List.of(),
        shape,
        0,
        ImageSizes.UNKNOWN,
        FileCounts.UNKNOWN,
        0,
        entries,
        shards,
        List.of());
  }
}
