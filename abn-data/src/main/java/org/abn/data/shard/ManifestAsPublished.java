package org.abn.data.shard;

import java.util.List;
import org.abn.data.record.ImageShape;
import org.abn.data.record.RejectedRecord;

/** The fields of a manifest of version 2, which has no short side. */
record ManifestAsPublished(
    int schemaVersion,
    String dataset,
    List<String> classes,
    List<String> attributes,
    ImageShape image,
    long seed,
    List<SplitEntry> splits,
    List<ShardEntry> shards,
    List<RejectedRecord> rejected) {
  Manifest manifest() {
    return new Manifest(
        schemaVersion, dataset, classes, attributes, image, 0, seed, splits, shards, rejected);
  }
}
