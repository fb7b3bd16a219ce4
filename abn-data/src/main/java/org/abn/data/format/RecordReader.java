package org.abn.data.format;

import java.io.Closeable;
import java.io.IOException;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageRecord;

/** An open {@link SourceFile}, read from its beginning towards its end. For one thread. */
public interface RecordReader extends Closeable {
  /**
   * Reads a record.
   *
   * @param index from 0, above the one read before: files may be compressed streams
   * @return the record
   * @throws InvalidDataException if the file cannot be read, naming file and byte
   * @throws org.abn.data.record.RejectedRecordException if this record alone cannot be used
   * @throws IndexOutOfBoundsException if the file has no such record, or it has been passed
   * @throws IOException if the file system fails
   */
  ImageRecord read(int index) throws IOException;
}
