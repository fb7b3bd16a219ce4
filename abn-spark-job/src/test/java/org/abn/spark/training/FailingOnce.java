package org.abn.spark.training;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A loader that loses its executor, so to speak, at the first attempt at one mini-batch.
 *
 * @param batches what it loads otherwise
 * @param reference of the mini-batch
 */
record FailingOnce(MultiDataSetLoader batches, String reference) implements MultiDataSetLoader {

  /** Of the JVM: a task gets a copy of its loader. */
  private static final AtomicBoolean FAILED = new AtomicBoolean();

  static boolean hasFailed() {
    return FAILED.get();
  }

  @Override
  public MultiDataSet load(Source source) throws IOException {
    if (source.getPath().equals(reference) && FAILED.compareAndSet(false, true)) {
      throw new IOException("the disk is gone");
    }
    return batches.load(source);
  }
}
