package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.image.ImageHeader;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.RejectedRecordException;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;

/**
 * The images of a split as the JPEG and PNG files that they were published as. What is in memory is
 * the list, about a hundred bytes an image; an image is read when it is asked for, and rejected
 * where its header says that it cannot be decoded.
 */
record EncodedImages(Split split, ImageStore store, List<ListedImage> images)
    implements SourceFile {
  private static final int MOST_BYTES_A_CHARACTER = 3; // of UTF-8, for a char of Java's
  private static final int SHORT_ID = 150;

  EncodedImages {
    images = List.copyOf(images);
  }

  @Override
  public int records() {
    return images.size();
  }

  @Override
  public long imageBytes(int index) {
    ListedImage image = images.get(index);
    // An id of usual length is in what is planned beside an image.
    return image.bytes()
        + Math.max(0, (long) image.id().length() * MOST_BYTES_A_CHARACTER - SHORT_ID);
  }

  @Override
  public RecordReader open(Configuration conf) throws IOException {
    return new Reader(store.open(conf));
  }

  private final class Reader implements RecordReader {
    private final ImageStore.Reader files;

    Reader(ImageStore.Reader files) {
      this.files = files;
    }

    @Override
    public ImageRecord read(int index) throws IOException {
      ListedImage listed = images.get(index);
      byte[] bytes = files.read(listed);
      ImageHeader header = header(listed, bytes);
      EncodedImage image = new EncodedImage(header.encoding(), header.shape(), bytes);
      return new ImageRecord(listed.id(), split, listed.labels(), image);
    }

    private static ImageHeader header(ListedImage listed, byte[] bytes) {
      try {
        return ImageHeader.of(bytes);
      } catch (InvalidDataException e) {
        throw new RejectedRecordException(new RejectedRecord(listed.id(), e.getMessage()));
      }
    }

    @Override
    public void close() throws IOException {
      files.close();
    }
  }
}
