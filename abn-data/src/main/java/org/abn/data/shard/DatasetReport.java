package org.abn.data.shard;

import java.util.List;

/**
 * What {@link DatasetVerifier} has found in a directory of shards.
 *
 * @param problems how many
 * @param lines the first of them, {@value ShardReport#MOST_LINES} at most, each naming shard and
 *     place
 * @param faultyShards how many shards have a problem
 * @param shards how many there are, named by the manifest or not
 */
public record DatasetReport(int problems, List<String> lines, int faultyShards, int shards) {
  /** Copies the list. */
  public DatasetReport {
    lines = List.copyOf(lines);
  }
}
