package org.abn.spark.results;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a file's bytes to a stream, which it leaves open. */
@FunctionalInterface
public interface FileContent {

  /** Writes all of them. */
  void writeTo(OutputStream out) throws IOException;
}
