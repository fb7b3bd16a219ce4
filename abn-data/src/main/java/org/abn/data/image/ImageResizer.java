package org.abn.data.image;

import java.io.Serializable;
import org.abn.data.InvalidDataException;
import org.abn.data.augment.ImageSize;
import org.abn.data.augment.Resize;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageEncoding;
import org.abn.data.record.ImageRecord;
import org.abn.data.record.ImageShape;
import org.abn.data.record.Region;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.RejectedRecordException;

/**
 * Makes large images smaller before they are stored, as JPEG files of three channels. An image that
 * is small already, or would not take fewer bytes, stays what it is to the byte. So what is stored
 * is never more than what was published. Of an image that is seen in a box, the box is resized, and
 * is all that is left.
 *
 * @param shortSide what the shorter side of larger images becomes, in pixels; 0 leaves all images
 *     as they are
 */
public record ImageResizer(int shortSide) implements Serializable {
  /** Leaves all images as they are. */
  public static final ImageResizer NONE = new ImageResizer(0);

  /**
   * Checks the range.
   *
   * @throws InvalidDataException if it is no possible length
   */
  public ImageResizer {
    if (shortSide < 0 || shortSide > ImageSize.MOST_PIXELS_A_SIDE) {
      throw InvalidDataException.of(
          "short side is %d, expected 1 to %d pixels, or 0 for images as published",
          shortSide, ImageSize.MOST_PIXELS_A_SIDE);
    }
  }

  /**
   * Resizes an image where it is too large.
   *
   * @param record of an image file whose shape is known
   * @return the record with a smaller image, or the same
   * @throws RejectedRecordException if the image would have to be resized and cannot be decoded
   */
  public ImageRecord apply(ImageRecord record) {
    if (shortSide == 0) {
      return record;
    }
    Region seen = record.seen(record.image().shape());
    if (Math.min(seen.width(), seen.height()) <= shortSide) {
      return record;
    }
    EncodedImage resized = resized(record, seen);
    return resized.bytes().length < record.image().bytes().length ? record.with(resized) : record;
  }

  private EncodedImage resized(ImageRecord record, Region seen) {
    ImageSize size = new Resize.ShortSide(shortSide).of(seen);
    Pixels pixels = pixels(record, seen, size);
    ImageShape shape = new ImageShape(pixels.channels(), size.height(), size.width());
    return new EncodedImage(ImageEncoding.JPEG, shape, JpegEncoder.encode(pixels));
  }

  private static Pixels pixels(ImageRecord record, Region seen, ImageSize size) {
    try {
      return new ImageDecoder(record.image()).decode(seen, size);
    } catch (InvalidDataException e) {
      throw new RejectedRecordException(new RejectedRecord(record.id(), e.getMessage()));
    }
  }
}
