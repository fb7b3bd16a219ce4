package org.abn.data.format;

import java.io.IOException;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.RejectedRecordException;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Photographs of CompCars of which no more is seen than the box around the car: that of {@code
 * image/78/1/2010/x.jpg} is in {@code label/78/1/2010/x.txt}. A label file is read with its image;
 * an image without a usable one is rejected.
 *
 * @param images the photographs
 * @param root of the dataset
 */
record BoxedCars(SourceFile images, Path root) implements SourceFile {
  /** The folder of the label files. */
  static final String LABELS = "label";

  @Override
  public Split split() {
    return images.split();
  }

  @Override
  public int records() {
    return images.records();
  }

  @Override
  public long imageBytes(int index) {
    return images.imageBytes(index);
  }

  @Override
  public RecordReader open(Configuration conf) throws IOException {
    return new Reader(Storage.of(conf, root), images.open(conf));
  }

  private final class Reader implements RecordReader {
    private final FileSystem storage;
    private final RecordReader reader;

    Reader(FileSystem storage, RecordReader reader) {
      this.storage = storage;
      this.reader = reader;
    }

    @Override
    public ImageRecord read(int index) throws IOException {
      ImageRecord record = reader.read(index);
      try {
        return record.seenIn(CarBox.read(storage, labels(record.id()), record.image().shape()));
      } catch (InvalidDataException e) {
        throw new RejectedRecordException(new RejectedRecord(record.id(), e.getMessage()));
      }
    }

    private Path labels(String image) {
      String name = image.replaceFirst("^[^/]+/", LABELS + "/").replaceFirst("\\.jpg$", ".txt");
      return new Path(root, name);
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
