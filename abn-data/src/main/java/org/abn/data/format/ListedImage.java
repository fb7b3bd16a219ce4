package org.abn.data.format;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * An image file that a dataset lists, not read yet.
 *
 * @param id its path in the dataset
 * @param offset where it begins in an archive; 0 where it is a file of its own
 * @param bytes its length
 * @param labels one class, or one value an attribute; not copied, as the images of a class share it
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
record ListedImage(String id, long offset, int bytes, int[] labels) implements Serializable {
  @Override
  public boolean equals(Object other) {
    return other instanceof ListedImage image
        && id.equals(image.id)
        && offset == image.offset
        && bytes == image.bytes
        && Arrays.equals(labels, image.labels);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, offset, bytes, Arrays.hashCode(labels));
  }

  @Override
  public String toString() {
    return id + " " + Arrays.toString(labels);
  }
}
