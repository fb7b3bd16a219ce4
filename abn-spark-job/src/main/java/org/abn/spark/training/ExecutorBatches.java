package org.abn.spark.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.abn.data.batch.BatchFeed;
import org.abn.data.batch.BatchLoader;
import org.abn.data.batch.MiniBatch;
import org.abn.data.shard.Manifest;

/**
 * What this JVM keeps of a source of mini-batches between tasks: the manifest, blocks of records,
 * and a feed for each worker that prepares the next mini-batches while one is trained on.
 *
 * <p>A mini-batch is a function of its reference, so nothing depends on what is kept.
 */
final class ExecutorBatches {

  private static final Map<String, ExecutorBatches> SOURCES = new ConcurrentHashMap<>();

  private final BatchSource source;
  private final Manifest manifest;
  private final BatchLoader loader;
  private final Map<Integer, EpochFeed> feeds = new HashMap<>();

  private ExecutorBatches(BatchSource source) {
    this.source = source;
    try {
      manifest = source.manifest();
      loader = source.loader(manifest);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the shards of " + source.uri(), e);
    }
  }

  private record EpochFeed(int epoch, BatchFeed feed) {}

  /** The one of this JVM for a source. */
  static ExecutorBatches of(BatchSource source) {
    return SOURCES.computeIfAbsent(source.id(), id -> new ExecutorBatches(source));
  }

  /** Stops preparing mini-batches of a source and forgets its blocks. */
  static void forget(BatchSource source) {
    ExecutorBatches batches = SOURCES.remove(source.id());
    if (batches != null) {
      batches.close();
    }
  }

  /** A mini-batch of training. */
  MiniBatch batch(BatchReference reference) {
    BatchFeed feed = feed(reference);
    // Were a task to outlive its retry, both would ask the one feed.
    synchronized (feed) {
      return feed.batch(reference.index());
    }
  }

  private synchronized BatchFeed feed(BatchReference reference) {
    EpochFeed current = feeds.get(reference.worker());
    if (current == null || current.epoch() != reference.epoch()) {
      if (current != null) {
        current.feed().close();
      }
      var plan = source.trainingPlan(manifest, reference.epoch());
      var feed = new BatchFeed(loader, plan, reference.worker());
      current = new EpochFeed(reference.epoch(), feed);
      feeds.put(reference.worker(), current);
    }
    return current.feed();
  }

  /** A worker's part of the test images, prepared ahead; to be closed by the caller. */
  BatchFeed testImages(int worker) {
    return new BatchFeed(loader, source.testPlan(manifest), worker);
  }

  private synchronized void close() {
    feeds.values().forEach(current -> current.feed().close());
    feeds.clear();
  }
}
