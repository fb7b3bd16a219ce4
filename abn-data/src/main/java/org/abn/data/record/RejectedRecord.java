package org.abn.data.record;

import java.io.Serializable;
import java.util.Objects;

/**
 * A record of the dataset that could not be read and is in no shard.
 *
 * @param id its path in the dataset
 * @param reason why, one line
 */
public record RejectedRecord(String id, String reason) implements Serializable {
  /** Checks that both are there. */
  public RejectedRecord {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(reason, "reason");
  }
}
