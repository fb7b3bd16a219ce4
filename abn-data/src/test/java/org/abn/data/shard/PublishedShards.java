package org.abn.data.shard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Shards, written and published in this process. */
public final class PublishedShards {
  private PublishedShards() {}

  /** Writes and publishes all shards of a plan. */
  public static Manifest write(Configuration conf, ShardPlan plan, Path out) throws IOException {
    try (DatasetPublisher publisher = DatasetPublisher.open(conf, out)) {
      ShardWriter writer = new ShardWriter(plan);
      List<WrittenShard> entries = new ArrayList<>();
      for (int shard = 0; shard < plan.shards(); shard++) {
        entries.add(writer.write(conf, publisher.directory(), shard));
      }
      return publisher.publish(plan, entries);
    }
  }
}
