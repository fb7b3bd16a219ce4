package org.abn.data.shard;

import org.abn.data.InvalidDataException;
import org.abn.data.record.Split;

/**
 * What the manifest says of a split.
 *
 * @param split a part of the dataset
 * @param records how many records all its shards have
 */
public record SplitEntry(Split split, int records) {
  /**
   * Checks that there is a split with records.
   *
   * @throws InvalidDataException if not
   */
  public SplitEntry {
    if (split == null || records < 1) {
      throw InvalidDataException.of("split %s of %,d records is impossible", split, records);
    }
  }
}
