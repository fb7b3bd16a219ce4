package org.abn.data.format;

import java.io.IOException;
import java.io.Serializable;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.conf.Configuration;

/** A part of a source that takes long to list, and can be listed by itself on any machine. */
public interface SourcePart extends Serializable {
  /**
   * Lists its files.
   *
   * @param conf Hadoop's configuration
   * @return the files, and how they were counted
   * @throws InvalidDataException if it is damaged
   * @throws IOException if the file system fails
   */
  ListedPart list(Configuration conf) throws IOException;
}
