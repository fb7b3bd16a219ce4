package org.abn.spark.training;

import java.util.Arrays;
import org.abn.data.batch.MiniBatch;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Reads mini-batches from shards by their references. The ids of the records go along, as the meta
 * data of the examples.
 *
 * @param source of the mini-batches
 * @param outputs of the network; each gets the same labels
 */
record ShardBatchLoader(BatchSource source, int outputs) implements MultiDataSetLoader {

  @Override
  public MultiDataSet load(Source reference) {
    MiniBatch batch = ExecutorBatches.of(source).batch(BatchReference.parse(reference.getPath()));
    INDArray[] labels = new INDArray[outputs];
    Arrays.fill(labels, batch.labels());
    var examples = new MultiDataSet(new INDArray[] {batch.images()}, labels);
    examples.setExampleMetaData(batch.ids());
    return examples;
  }
}
