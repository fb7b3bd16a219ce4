package org.abn.spark.training;

import java.io.Serializable;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Where the mini-batches of logical workers come from, on whatever executor these run. */
interface FeedSource extends Serializable {

  /** A worker's mini-batches of an epoch. For one thread at a time. */
  interface Feed extends AutoCloseable {

    /**
     * Waits for a mini-batch, whose examples name their records in their meta data.
     *
     * @param index from 0; those behind the one asked for last come sooner
     */
    MultiDataSet batch(int index);

    /** Frees what is kept for the mini-batches to come. */
    @Override
    void close();
  }

  /**
   * Opens a feed, on an executor.
   *
   * @param epoch from 0
   * @param worker logical worker, from 0
   */
  Feed open(int epoch, int worker);
}
