package org.abn.spark.training;

import java.util.Arrays;
import org.abn.data.batch.BatchFeed;
import org.abn.data.batch.MiniBatch;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Mini-batches that executors read from shards, each worker with a window of blocks of its own.
 *
 * @param source of the mini-batches
 * @param outputs of the network; each gets the same labels
 */
record ShardFeeds(BatchSource source, int outputs) implements FeedSource {

  @Override
  public Feed open(int epoch, int worker) {
    return new ShardFeed(ExecutorShards.of(source).trainingImages(epoch, worker), outputs);
  }

  private record ShardFeed(BatchFeed batches, int outputs) implements Feed {

    @Override
    public MultiDataSet batch(int index) {
      MiniBatch batch = batches.batch(index);
      INDArray[] labels = new INDArray[outputs];
      Arrays.fill(labels, batch.labels());
      var examples = new MultiDataSet(new INDArray[] {batch.images()}, labels);
      examples.setExampleMetaData(batch.ids());
      return examples;
    }

    @Override
    public void close() {
      batches.close();
    }
  }
}
