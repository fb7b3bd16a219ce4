package org.abn.data.format;

import java.io.IOException;
import org.abn.data.InvalidDataException;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;

/** A split of Fashion-MNIST: a file of images, and one of their labels. */
record FashionMnistFile(Split split, IdxFile images, IdxFile labels) implements SourceFile {
  static final ImageShape IMAGE = new ImageShape(1, 28, 28);

  /** Checks that every image has a label. */
  FashionMnistFile {
    if (images.rows() != labels.rows()) {
      throw InvalidDataException.of(
          "%s: has %,d labels, expected %,d as %s has images; are both of one set?",
          labels.path(), labels.rows(), images.rows(), images.path());
    }
  }

  @Override
  public int records() {
    return images.rows();
  }

  @Override
  public long imageBytes(int index) {
    return IMAGE.values();
  }

  @Override
  public RecordReader open(Configuration conf) throws IOException {
    FixedRows classes = labels.read(conf);
    try {
      return new Reader(images.read(conf), classes);
    } catch (IOException | RuntimeException e) {
      classes.close();
      throw e;
    }
  }

  private final class Reader implements RecordReader {
    private final FixedRows pixels;
    private final FixedRows classes;

    Reader(FixedRows pixels, FixedRows classes) {
      this.pixels = pixels;
      this.classes = classes;
    }

    @Override
    public ImageRecord read(int index) throws IOException {
      byte[] planes = pixels.read(index);
      byte label = classes.read(index)[0];
      int[] vector =
          Labels.ofByte(
              label, FashionMnist.CLASSES.size(), labels.path().toString(), classes.offset(index));
      String id = images.name() + "/" + index;
      return new ImageRecord(id, split, vector, EncodedImage.raw(IMAGE, planes));
    }

    @Override
    public void close() throws IOException {
      try (classes) {
        pixels.close();
      }
    }
  }
}
