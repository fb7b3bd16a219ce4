package org.abn.data.format;

import java.io.IOException;
import java.util.Arrays;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** A batch file of CIFAR-10: records of a label byte and the planes R, G and B, row by row. */
record Cifar10File(Path path, Split split, int records) implements SourceFile {
  static final ImageShape IMAGE = new ImageShape(3, 32, 32);
  private static final int IMAGE_BYTES = 3072;
  private static final int RECORD_BYTES = 1 + IMAGE_BYTES;
  private static final int PUBLISHED_RECORDS = 10_000;

  /** Checks that a file is whole records, and no more of them than published. */
  static Cifar10File of(FileStatus file, Split split) {
    long bytes = file.getLen();
    long most = (long) PUBLISHED_RECORDS * RECORD_BYTES;
    if (bytes == 0 || bytes > most || bytes % RECORD_BYTES != 0) {
      throw InvalidDataException.of(
          "%s: has %,d bytes, expected %,d (%,d records of %,d) or fewer whole records; copy it"
              + " again",
          file.getPath(), bytes, most, PUBLISHED_RECORDS, RECORD_BYTES);
    }
    return new Cifar10File(file.getPath(), split, (int) (bytes / RECORD_BYTES));
  }

  @Override
  public long imageBytes(int index) {
    return IMAGE_BYTES;
  }

  @Override
  public RecordReader open(Configuration conf) throws IOException {
    FixedRows rows =
        new FixedRows(path, Storage.open(Storage.of(conf, path), path), 0, RECORD_BYTES, records);
    return new Reader(rows);
  }

  private final class Reader implements RecordReader {
    private final FixedRows rows;

    Reader(FixedRows rows) {
      this.rows = rows;
    }

    @Override
    public ImageRecord read(int index) throws IOException {
      byte[] row = rows.read(index);
      int[] label = Labels.ofByte(row[0], path, rows.offset(index));
      byte[] planes = Arrays.copyOfRange(row, 1, RECORD_BYTES);
      String id = path.getName() + "/" + index;
      return new ImageRecord(id, split, label, EncodedImage.raw(IMAGE, planes));
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}
