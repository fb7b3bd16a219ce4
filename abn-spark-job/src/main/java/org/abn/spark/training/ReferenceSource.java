package org.abn.spark.training;

import java.io.InputStream;
import org.nd4j.common.loader.Source;

/**
 * A mini-batch by its reference, in the shape that DL4J's loaders take.
 *
 * @param getPath the reference
 */
record ReferenceSource(String getPath) implements Source {

  @Override
  public InputStream getInputStream() {
    throw new UnsupportedOperationException("a mini-batch is no file: " + getPath);
  }
}
