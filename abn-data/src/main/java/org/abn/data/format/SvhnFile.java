package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import us.hebi.matlab.mat.types.Matrix;

/**
 * A file of SVHN's cropped digits: {@code X} of {@code [32, 32, 3, N]}, column after column, and
 * {@code y} of {@code [N, 1]}, in which 10 is the digit 0. Images are streamed; the labels are in
 * memory while the file is open, at most 4 MB.
 */
record SvhnFile(Split split, MatArray images, MatArray labels, int records) implements SourceFile {
  static final ImageShape IMAGE = new ImageShape(3, 32, 32);
  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int LABEL_OF_ZERO = 10;

  /** Checks the shapes, before anything of their size is read. */
  static SvhnFile of(Split split, MatArray images, MatArray labels, int published) {
    int records = records(images.dimensions());
    if (images.type() != MatArray.UNSIGNED_BYTES || records < 1 || records > published) {
      throw images.unexpected("unsigned bytes (2) of [32, 32, 3, 1 to " + published + "]");
    }
    if (!labels.dimensions().equals(List.of(records, 1))) {
      throw labels.unexpected("[" + records + ", 1] as there are images");
    }
    return new SvhnFile(split, images, labels, records);
  }

  /** MATLAB drops a last dimension of 1. */
  private static int records(List<Integer> shape) {
    boolean isImages = shape.size() >= 3 && shape.subList(0, 3).equals(List.of(SIDE, SIDE, 3));
    return switch (shape.size()) {
      case 3 -> isImages ? 1 : 0;
      case 4 -> isImages ? shape.get(3) : 0;
      default -> 0;
    };
  }

  @Override
  public long imageBytes(int index) {
    return IMAGE.values();
  }

  @Override
  public RecordReader open(Configuration conf) throws IOException {
    Matrix digits = labels.read(conf);
    return new Reader(images.rows(conf, Math.toIntExact(IMAGE.values()), records), digits);
  }

  private final class Reader implements RecordReader {
    private final FixedRows pixels;
    private final Matrix digits;

    Reader(FixedRows pixels, Matrix digits) {
      this.pixels = pixels;
      this.digits = digits;
    }

    @Override
    public ImageRecord read(int index) throws IOException {
      byte[] planes = rowByRow(pixels.read(index));
      String id = images.element().path().getName() + "/" + index;
      return new ImageRecord(id, split, label(index), EncodedImage.raw(IMAGE, planes));
    }

    private int[] label(int index) {
      double label = digits.getDouble(index);
      if (label < 1 || label > LABEL_OF_ZERO || label != Math.rint(label)) {
        throw InvalidDataException.of(
            "%s: label %s of image %d in y, expected 1 to 10; copy the file again",
            labels.element().path(), label, index);
      }
      return new int[] {(int) label % LABEL_OF_ZERO};
    }

    @Override
    public void close() throws IOException {
      pixels.close();
    }
  }

  private static byte[] rowByRow(byte[] columns) {
    byte[] planes = new byte[columns.length];
    for (int i = 0; i < planes.length; i++) {
      int inPlane = i % PLANE;
      planes[i] = columns[i - inPlane + inPlane % SIDE * SIDE + inPlane / SIDE];
    }
    return planes;
  }
}
