package org.abn.spark.training;

import java.io.IOException;
import java.io.Serializable;
import org.abn.data.augment.Preprocessing;
import org.abn.data.batch.BatchLoader;
import org.abn.data.batch.EpochPlan;
import org.abn.data.batch.MiniBatch;
import org.abn.data.batch.Selection;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.ShardReader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Where mini-batches come from and how they are cut: enough for every executor to make the same
 * ones.
 *
 * @param id tells one source from another in an executor's caches
 * @param uri directory of the shards
 * @param manifestSha256 of the shards' manifest, so that executors notice when it is another
 * @param storage Hadoop's configuration
 * @param selection of the shards' records
 * @param preprocessing of training images
 * @param workers logical workers
 * @param batchSize examples in a worker's mini-batch
 * @param seed of the order and of the augmentation
 */
public record BatchSource(
    String id,
    String uri,
    String manifestSha256,
    SerializableConfiguration storage,
    Selection selection,
    Preprocessing preprocessing,
    int workers,
    int batchSize,
    long seed)
    implements Serializable {

  private static final int TASK_RECORDS = 512; // that are scored

  /** The same records in dataset order, as they are evaluated. */
  public BatchSource forEvaluation() {
    return new BatchSource(
        id + "/evaluation",
        uri,
        manifestSha256,
        storage,
        selection,
        preprocessing.forEvaluation(),
        workers,
        batchSize,
        seed);
  }

  /** The manifest of the shards. */
  public Manifest manifest() throws IOException {
    return Manifest.read(hadoop(), new Path(uri));
  }

  /**
   * A loader of mini-batches.
   *
   * @param threads that decode images, at least 1
   */
  BatchLoader loader(Manifest manifest, int threads) throws IOException {
    var reader = new ShardReader(hadoop(), new Path(uri), manifest);
    return new BatchLoader(reader, preprocessing, BatchLoader.CACHE_BYTES, threads);
  }

  /** The mini-batches of a training epoch. */
  public EpochPlan trainingPlan(Manifest manifest, int epoch) {
    return EpochPlan.training(manifest, selection, seed, epoch, workers, batchSize);
  }

  /**
   * The mini-batches of images that are scored, a worker of the plan for each task: as many as the
   * data alone demands, so that sums over them are the same on any cluster, and enough to keep a
   * large one busy.
   */
  public EpochPlan evaluationPlan(Manifest manifest, Evaluated images) {
    int records = evaluationPlan(manifest, images, 1).records();
    int tasks = Math.max(1, (records + TASK_RECORDS - 1) / TASK_RECORDS);
    return evaluationPlan(manifest, images, tasks);
  }

  private EpochPlan evaluationPlan(Manifest manifest, Evaluated images, int tasks) {
    return switch (images) {
      case VALIDATION -> EpochPlan.validation(manifest, selection, tasks, batchSize);
      case TEST -> EpochPlan.test(manifest, selection, tasks, batchSize);
    };
  }

  /** The first test images of the dataset, as they are evaluated; to be closed by the caller. */
  public MiniBatch firstTestImages(Manifest manifest, int count) throws IOException {
    int all = manifest.records(Split.TEST);
    var plan = EpochPlan.test(manifest, Selection.ALL, 1, Math.min(count, all));
    return forEvaluation().loader(manifest, 1).load(plan, 0, 0);
  }

  /** The settings of Hadoop's file systems. */
  public Configuration hadoop() {
    return storage.value();
  }
}
