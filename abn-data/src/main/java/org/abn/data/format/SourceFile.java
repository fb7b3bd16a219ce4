package org.abn.data.format;

import java.io.IOException;
import java.io.Serializable;
import org.abn.data.InvalidDataException;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;

/** A file of a published dataset (or files that belong together) whose records have an order. */
public interface SourceFile extends Serializable {
  /**
   * The part of the dataset that all its records belong to.
   *
   * @return the split
   */
  Split split();

  /**
   * How many records it has.
   *
   * @return at least 1
   */
  int records();

  /**
   * How large an image is, for planning shards.
   *
   * @param index of the record, from 0
   * @return bytes, encoded as in the dataset
   */
  long imageBytes(int index);

  /**
   * Opens the file at its first record.
   *
   * @param conf Hadoop's configuration
   * @return a reader, to be closed by the caller
   * @throws InvalidDataException if the file is missing or not what it was
   * @throws IOException if the file system fails
   */
  RecordReader open(Configuration conf) throws IOException;
}
