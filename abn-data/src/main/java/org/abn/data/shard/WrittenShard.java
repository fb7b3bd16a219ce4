package org.abn.data.shard;

import java.io.Serializable;
import java.util.List;
import org.abn.data.record.ImageSizes;
import org.abn.data.record.RejectedRecord;

/**
 * What has become of a planned shard.
 *
 * @param entry what the manifest is to say of it
 * @param rejected the records that were planned for it and could not be read
 * @param sizes of its images
 */
public record WrittenShard(ShardEntry entry, List<RejectedRecord> rejected, ImageSizes sizes)
    implements Serializable {
  /** Copies the list. */
  public WrittenShard {
    rejected = List.copyOf(rejected);
  }

  int planned() {
    return entry.records() + rejected.size();
  }
}
