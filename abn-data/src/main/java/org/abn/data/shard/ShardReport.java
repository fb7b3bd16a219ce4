package org.abn.data.shard;

import java.io.Serializable;
import java.util.List;

/**
 * What {@link ShardVerifier} has found in a shard.
 *
 * @param problems how many
 * @param lines the first of them, {@value #MOST_LINES} at most, each naming shard and place
 * @param ids for each block, hashes of the ids of its records; empty where it could not be read.
 *     Eight bytes a record, so that one process can compare all of a dataset
 */
public record ShardReport(int problems, List<String> lines, List<long[]> ids)
    implements Serializable {
  /** The most lines of a report: where a thousand records are wrong, the first say why. */
  public static final int MOST_LINES = 20;

  /** Copies the lists. */
  public ShardReport {
    lines = List.copyOf(lines);
    ids = List.copyOf(ids);
  }
}
