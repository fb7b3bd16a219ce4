package org.abn.spark.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Mini-batches that a loader of DL4J's knows by a text each, such as a path.
 *
 * @param references of the mini-batches, by worker
 * @param loader of them
 */
record PathFeeds(Broadcast<List<List<String>>> references, MultiDataSetLoader loader)
    implements FeedSource {

  @Override
  public Feed open(int epoch, int worker) {
    return new Paths(references.value().get(worker), loader);
  }

  private record Paths(List<String> references, MultiDataSetLoader loader) implements Feed {

    @Override
    public MultiDataSet batch(int index) {
      String reference = references.get(index);
      try {
        return loader.load(new ReferenceSource(reference));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the mini-batch " + reference, e);
      }
    }

    @Override
    public void close() {} // nothing is kept
  }
}
