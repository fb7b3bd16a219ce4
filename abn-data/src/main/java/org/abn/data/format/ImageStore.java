package org.abn.data.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.conf.Configuration;

/** Where the bytes of listed images lie: in files of their own, or in an archive. */
interface ImageStore extends Serializable {
  /** An open store. For one thread. */
  interface Reader extends Closeable {
    /**
     * Reads an image file.
     *
     * @return exactly as many bytes as were listed
     * @throws InvalidDataException if it is not what was listed
     */
    byte[] read(ListedImage image) throws IOException;
  }

  Reader open(Configuration conf) throws IOException;
}
