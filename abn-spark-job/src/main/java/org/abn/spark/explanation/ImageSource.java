package org.abn.spark.explanation;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.RejectedRecord;

/** Images that are to be explained, in batches of a fixed order. */
public sealed interface ImageSource extends Serializable permits ShardImages, FileImages {

  /** How many there are, those that cannot be read among them. */
  int images();

  /** How many are explained at once, at least 1. */
  int batchSize();

  /** How many batches there are. */
  default int batches() {
    return (int) (((long) images() + batchSize() - 1) / batchSize());
  }

  /** Opens it, where a task runs. */
  Reader open() throws IOException;

  /** Open images. For one thread. */
  interface Reader extends Closeable {

    /**
     * Reads a batch; the next may be of a higher number alone.
     *
     * @throws org.abn.data.InvalidDataException where shards are damaged
     */
    Batch read(int number) throws IOException;
  }

  /**
   * Images as they were found.
   *
   * @param records not decoded yet
   * @param rejected those that are no images
   */
  record Batch(List<ImageRecord> records, List<RejectedRecord> rejected) {

    /** Copies the lists. */
    public Batch {
      records = List.copyOf(records);
      rejected = List.copyOf(rejected);
    }
  }
}
