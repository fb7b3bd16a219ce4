package org.abn.spark.explanation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.abn.data.format.RecordReader;
import org.abn.data.format.SourceFile;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.RejectedRecordException;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Image files.
 *
 * @param files as they are listed
 * @param hadoop the settings of their file system
 * @param batchSize images at once
 */
public record FileImages(SourceFile files, SerializableConfiguration hadoop, int batchSize)
    implements ImageSource {

  @Override
  public int images() {
    return files.records();
  }

  @Override
  public Reader open() throws IOException {
    RecordReader reader = files.open(hadoop.value());
    return new Reader() {
      @Override
      public Batch read(int number) throws IOException {
        List<ImageRecord> records = new ArrayList<>();
        List<RejectedRecord> rejected = new ArrayList<>();
        int end = Math.min(images(), (number + 1) * batchSize);
        for (int i = number * batchSize; i < end; i++) {
          try {
            records.add(reader.read(i));
          } catch (RejectedRecordException e) {
            rejected.add(e.rejected());
          }
        }
        return new Batch(records, rejected);
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }
}
