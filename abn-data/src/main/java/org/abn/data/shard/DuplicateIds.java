package org.abn.data.shard;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.abn.data.SplitMix64;

/**
 * Finds ids that several records have, by hashes of 64 bits: two of 1.3 million different ids have
 * the same hash once in 20 million datasets.
 */
final class DuplicateIds {
  private DuplicateIds() {}

  /** A record by the numbers of its shard in the manifest, its block there and itself in that. */
  record Place(int shard, int block, int record) {}

  static long hash(String id) {
    return SplitMix64.keyed("record-id").absorb(id).nextLong();
  }

  /** The records whose id one before them has, each with the first that has it. */
  static Map<Place, Place> find(List<ShardReport> reports) {
    long[] twice = twice(reports);
    Map<Long, Place> firsts = new HashMap<>();
    Map<Place, Place> found = new LinkedHashMap<>();
    for (int shard = 0; twice.length > 0 && shard < reports.size(); shard++) {
      List<long[]> blocks = reports.get(shard).ids();
      for (int block = 0; block < blocks.size(); block++) {
        long[] ids = blocks.get(block);
        for (int i = 0; i < ids.length; i++) {
          Place place = new Place(shard, block, i);
          if (Arrays.binarySearch(twice, ids[i]) >= 0) {
            found.put(place, firsts.computeIfAbsent(ids[i], id -> place));
          }
        }
      }
    }
    found.keySet().removeAll(firsts.values());
    return found;
  }

  /** The hashes that are there more than once, ascending. */
  private static long[] twice(List<ShardReport> reports) {
    long[] all =
        reports.stream()
            .flatMap(report -> report.ids().stream())
            .flatMapToLong(Arrays::stream)
            .sorted()
            .toArray();
    return IntStream.range(1, all.length)
        .filter(i -> all[i] == all[i - 1])
        .mapToLong(i -> all[i])
        .toArray();
  }
}
