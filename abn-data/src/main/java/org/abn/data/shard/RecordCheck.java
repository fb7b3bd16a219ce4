package org.abn.data.shard;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.abn.data.InvalidDataException;
import org.abn.data.augment.ImageSize;
import org.abn.data.image.ImageDecoder;
import org.abn.data.image.ImageHeader;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.LabelNames;
import org.abn.data.record.Region;
import org.abn.data.record.Split;

/**
 * What the records of a shard have to be.
 *
 * @param labels what the labels may be
 * @param image the shape of all images; {@link ImageShape#UNKNOWN} where they differ
 * @param split of all of them
 */
record RecordCheck(LabelNames labels, ImageShape image, Split split) {
  /** Of a JPEG, an eighth of the pixels a side is decoded: see {@link #requireDecodable}. */
  private static final int REDUCTION = 8;

  /** Gives all that is wrong with a record, which each fault names. */
  void check(ImageRecord record, Consumer<InvalidDataException> faults) {
    Stream.<Consumer<ImageRecord>>of(
            labels::requireLabelsOf, this::requireSplit, this::requireShape, this::requireDecodable)
        .forEach(
            requirement -> {
              try {
                requirement.accept(record);
              } catch (InvalidDataException e) {
                faults.accept(e);
              }
            });
  }

  private void requireSplit(ImageRecord record) {
    if (record.split() != split) {
      throw InvalidDataException.of(
          "record %s is of the split %s, expected %s as the manifest says of its shard",
          record.id(), record.split(), split);
    }
  }

  private void requireShape(ImageRecord record) {
    record.requireShape(image);
  }

  /**
   * Decodes an image, if it is a file. A JPEG is decoded at an eighth of its size, which leaves out
   * the arithmetic behind its Huffman codes but none of the codes: all its bytes are read, several
   * times as fast, and no less damage is found. Wrong codes within a file that is whole are found
   * by neither: decoders make grey of them, here as in training.
   */
  private void requireDecodable(ImageRecord record) {
    EncodedImage file = record.image();
    if (file.encoding() == ImageEncoding.RAW) {
      return;
    }
    try {
      ImageHeader header = ImageHeader.of(file.bytes());
      requireHeader(file, header);
      Region whole = Region.whole(header.shape());
      new ImageDecoder(file).decode(whole, size(whole, header.encoding()));
    } catch (InvalidDataException e) {
      throw e.in("record " + record.id());
    }
  }

  private static ImageSize size(Region whole, ImageEncoding encoding) {
    int reduction = encoding == ImageEncoding.JPEG ? REDUCTION : 1;
    return new ImageSize(side(whole.height() / reduction), side(whole.width() / reduction));
  }

  private static int side(int pixels) {
    return Math.max(1, Math.min(pixels, ImageSize.MOST_PIXELS_A_SIDE));
  }

  private static void requireHeader(EncodedImage file, ImageHeader header) {
    boolean isShape = !file.shape().known() || file.shape().equals(header.shape());
    if (!isShape || file.encoding() != header.encoding()) {
      throw InvalidDataException.of(
          "is %s %s by its header, but stored as %s", header.encoding(), header.shape(), file);
    }
  }
}
