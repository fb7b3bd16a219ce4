package org.abn.spark.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.abn.data.InvalidDataException;
import org.abn.data.batch.BatchFeed;
import org.abn.data.batch.EpochPlan;
import org.abn.data.shard.Manifest;
import org.apache.spark.TaskContext;

/** The shards of a source of mini-batches, as this JVM knows them. */
final class ExecutorShards {

  private static final Map<String, ExecutorShards> SOURCES = new ConcurrentHashMap<>();

  private final BatchSource source;
  private final Manifest manifest;

  private ExecutorShards(BatchSource source) {
    this.source = source;
    try {
      manifest = source.manifest();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the shards of " + source.uri(), e);
    }
    if (!manifest.checksum().equals(source.manifestSha256())) {
      throw InvalidDataException.of(
          "%s: the manifest's SHA-256 is %s here, %s on the driver; were the shards made again?",
          source.uri(), manifest.checksum(), source.manifestSha256());
    }
  }

  /** Those of a source. */
  static ExecutorShards of(BatchSource source) {
    return SOURCES.computeIfAbsent(source.id(), id -> new ExecutorShards(source));
  }

  /** Forgets what is known of a source. */
  static void forget(String source) {
    SOURCES.remove(source);
  }

  /** A worker's mini-batches of a training epoch, prepared ahead; to be closed by the caller. */
  BatchFeed trainingImages(int epoch, int worker) {
    return feed(source.trainingPlan(manifest, epoch), worker);
  }

  /** A task's part of the images that are scored, prepared ahead; to be closed by the caller. */
  BatchFeed evaluated(Evaluated images, int task) {
    return feed(source.evaluationPlan(manifest, images), task);
  }

  /** As many as the task has processors: others of the executor's are other tasks'. */
  private static int decodingThreads() {
    TaskContext task = TaskContext.get();
    return task == null ? 1 : task.cpus();
  }

  private BatchFeed feed(EpochPlan plan, int worker) {
    try {
      return new BatchFeed(source.loader(manifest, decodingThreads()), plan, worker);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the shards of " + source.uri(), e);
    }
  }
}
