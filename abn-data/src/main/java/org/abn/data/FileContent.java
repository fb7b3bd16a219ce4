package org.abn.data;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a file's bytes to a stream, which it leaves open. */
@FunctionalInterface
public interface FileContent {

  /**
   * Writes all of them.
   *
   * @param out where to
   * @throws IOException if they cannot be written
   */
  void writeTo(OutputStream out) throws IOException;
}
