package org.abn.data.image;

import org.abn.data.InvalidDataException;
import org.abn.data.augment.ImageSize;
import org.abn.data.record.EncodedImage;
import org.abn.data.record.ImageShape;

/**
 * Decoded pixels, channels last; colours are red, green and blue.
 *
 * @param size height and width
 * @param channels C
 * @param values one unsigned byte each, {@code [H, W, C]}; not copied: nobody may change them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Pixels(ImageSize size, int channels, byte[] values) {
  /**
   * Checks that the values fill the size.
   *
   * @throws InvalidDataException if not
   */
  public Pixels {
    long due = (long) channels * size.height() * size.width();
    if (values.length != due) {
      throw InvalidDataException.of("%s pixels have %,d values, not %,d", size, due, values.length);
    }
  }

  /** The pixels of a raw image, which has its channels first. */
  static Pixels ofPlanes(EncodedImage raw) {
    ImageShape shape = raw.shape();
    byte[] planes = raw.bytes();
    byte[] values = new byte[planes.length];
    int plane = shape.height() * shape.width();
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int i = 0; i < plane; i++) {
        values[i * shape.channels() + channel] = planes[channel * plane + i];
      }
    }
    return new Pixels(new ImageSize(shape.height(), shape.width()), shape.channels(), values);
  }
}
