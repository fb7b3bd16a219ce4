package org.abn.data.shard;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.abn.data.format.RecordReader;
import org.abn.data.format.SourceFile;
import org.abn.data.record.ImageRecord;
import org.apache.hadoop.conf.Configuration;

/** The records of a split under one numbering, read forwards with one file open at a time. */
final class SourceRecords implements Closeable {
  private final Configuration conf;
  private final List<SourceFile> files;
  private int file = -1;
  private int first;
  private RecordReader reader;

  SourceRecords(Configuration conf, List<SourceFile> files) {
    this.conf = conf;
    this.files = files;
  }

  /** Reads a record, its number above the one read before. */
  ImageRecord read(int number) throws IOException {
    while (file < 0 || number >= first + files.get(file).records()) {
      first += file < 0 ? 0 : files.get(file).records();
      file++;
      close();
    }
    if (reader == null) {
      reader = files.get(file).open(conf);
    }
    return reader.read(number - first);
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
