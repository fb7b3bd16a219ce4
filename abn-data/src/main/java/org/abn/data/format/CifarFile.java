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

/** A file of CIFAR's binary version: records of label bytes and planes, without a header. */
record CifarFile(Path path, Split split, CifarLayout layout, int records) implements SourceFile {
  static final ImageShape IMAGE = new ImageShape(3, 32, 32);
  private static final int IMAGE_BYTES = 3072;

  /** Checks that a file is whole records, and no more of them than published. */
  static CifarFile of(FileStatus file, Split split, CifarLayout layout, int published) {
    int recordBytes = layout.labelBytes() + IMAGE_BYTES;
    long bytes = file.getLen();
    long most = (long) published * recordBytes;
    if (bytes == 0 || bytes > most || bytes % recordBytes != 0) {
      throw InvalidDataException.of(
          "%s: has %,d bytes, expected %,d (%,d records of %,d) or fewer whole records; copy it"
              + " again",
          file.getPath(), bytes, most, published, recordBytes);
    }
    return new CifarFile(file.getPath(), split, layout, (int) (bytes / recordBytes));
  }

  @Override
  public long imageBytes(int index) {
    return IMAGE_BYTES;
  }

  @Override
  public RecordReader open(Configuration conf) throws IOException {
    int recordBytes = layout.labelBytes() + IMAGE_BYTES;
    FixedRows rows =
        new FixedRows(path, Storage.open(Storage.of(conf, path), path), 0, recordBytes, records);
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
      byte[] planes = Arrays.copyOfRange(row, layout.labelBytes(), row.length);
      String id = path.getName() + "/" + index;
      return new ImageRecord(id, split, label(row, index), EncodedImage.raw(IMAGE, planes));
    }

    /**
     * The last label byte; those before it are checked too, as they tell a file of another kind.
     */
    private int[] label(byte[] row, int index) {
      int[] label = {};
      for (int i = 0; i < layout.labelBytes(); i++) {
        label = Labels.ofByte(row[i], layout.classes().get(i), path, rows.offset(index) + i);
      }
      return label;
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}
