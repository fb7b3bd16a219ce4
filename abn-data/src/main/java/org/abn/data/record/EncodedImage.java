package org.abn.data.record;

import java.util.Arrays;
import java.util.Objects;
import org.abn.data.InvalidDataException;

/**
 * An image as the dataset has it: pixels stay pixels, files stay files.
 *
 * @param encoding what the bytes are
 * @param shape {@code [C, H, W]}; always known of raw pixels
 * @param bytes the image, not copied: nobody may change them
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record EncodedImage(ImageEncoding encoding, ImageShape shape, byte[] bytes) {
  /**
   * Checks that raw pixels fill their shape.
   *
   * @throws InvalidDataException if there are too few or too many, or none
   */
  public EncodedImage {
    Objects.requireNonNull(encoding, "encoding");
    Objects.requireNonNull(shape, "shape");
    if (bytes.length == 0) {
      throw new InvalidDataException("image has no bytes");
    }
    if (encoding == ImageEncoding.RAW && bytes.length != shape.values()) {
      throw InvalidDataException.of(
          "image of shape %s has %,d bytes, expected %,d", shape, bytes.length, shape.values());
    }
  }

  /**
   * Pixels as they are.
   *
   * @param shape {@code [C, H, W]}
   * @param planes one unsigned byte a value, in that order
   * @return the image
   * @throws InvalidDataException if the bytes do not fill the shape
   */
  public static EncodedImage raw(ImageShape shape, byte[] planes) {
    return new EncodedImage(ImageEncoding.RAW, shape, planes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedImage image
        && encoding == image.encoding
        && shape.equals(image.shape)
        && Arrays.equals(bytes, image.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(encoding, shape, Arrays.hashCode(bytes));
  }

  @Override
  public String toString() {
    return encoding + " " + shape + " of " + bytes.length + " bytes";
  }
}
