package org.abn.data.format;

import java.io.IOException;
import java.util.Arrays;
import org.abn.data.InvalidDataException;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;

/** A file of CIFAR's binary version: records of label bytes and planes, without a header. */
record CifarFile(StreamedFile file, Split split, CifarLayout layout, int records)
    implements SourceFile {
  static final ImageShape IMAGE = new ImageShape(3, 32, 32);
  private static final int IMAGE_BYTES = 3072;

  /** Checks that a file is whole records, and no more of them than published. */
  static CifarFile of(StreamedFile file, Split split, CifarLayout layout, int published) {
    int recordBytes = layout.labelBytes() + IMAGE_BYTES;
    long bytes = file.bytes();
    long most = (long) published * recordBytes;
    if (bytes == 0 || bytes > most || bytes % recordBytes != 0) {
      throw InvalidDataException.of(
          "%s: has %,d bytes, expected %,d (%,d records of %,d) or fewer whole records; copy it"
              + " again",
          file, bytes, most, published, recordBytes);
    }
    return new CifarFile(file, split, layout, (int) (bytes / recordBytes));
  }

  @Override
  public long imageBytes(int index) {
    return IMAGE_BYTES;
  }

  @Override
  public RecordReader open(Configuration conf) throws IOException {
    int recordBytes = layout.labelBytes() + IMAGE_BYTES;
    return new Reader(new FixedRows(file.toString(), file.open(conf), 0, recordBytes, records));
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
      String id = file.name() + "/" + index;
      return new ImageRecord(id, split, label(row, index), EncodedImage.raw(IMAGE, planes));
    }

    /**
     * The last label byte; those before it are checked too, as they tell a file of another kind.
     */
    private int[] label(byte[] row, int index) {
      int[] label = {};
      for (int i = 0; i < layout.labelBytes(); i++) {
        label =
            Labels.ofByte(row[i], layout.classes().get(i), file.toString(), rows.offset(index) + i);
      }
      return label;
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}
