package org.abn.spark.training;

import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Feeds of {@link SyntheticBatches}, which are counted.
 *
 * @param batches of the feeds
 * @param poisoned reference of the mini-batch that has a pixel that is no number; none has where it
 *     is empty
 */
record SyntheticFeeds(SyntheticBatches batches, String poisoned) implements FeedSource {

  /** Of the JVM: a task gets a copy of its feeds. */
  static final AtomicInteger OPENED = new AtomicInteger();

  /** How many are open. */
  static final AtomicInteger OPEN = new AtomicInteger();

  @Override
  public Feed open(int epoch, int worker) {
    OPENED.incrementAndGet();
    OPEN.incrementAndGet();
    return new Feed() {
      @Override
      public MultiDataSet batch(int index) {
        String reference = new BatchReference(epoch, worker, index).toString();
        MultiDataSet batch = batches.load(new ReferenceSource(reference));
        if (reference.equals(poisoned)) {
          INDArray pixels = batch.getFeatures(0);
          pixels.putScalar(0, Float.NaN);
        }
        return batch;
      }

      @Override
      public void close() {
        OPEN.decrementAndGet();
      }
    };
  }
}
