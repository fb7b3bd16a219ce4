package org.abn.spark.results;

import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;

/**
 * What a run's shards hold.
 *
 * @param dataset such as {@code cifar100}
 * @param answers how many classes or attributes
 * @param trainingImages in the shards
 * @param testImages in the shards
 */
public record RunData(String dataset, int answers, int trainingImages, int testImages) {

  /** That of a manifest. */
  public static RunData of(Manifest manifest) {
    return new RunData(
        manifest.dataset(),
        manifest.classes().size() + manifest.attributes().size(),
        manifest.records(Split.TRAIN),
        manifest.records(Split.TEST));
  }
}
