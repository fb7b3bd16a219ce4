package org.abn.data.record;

import java.util.Arrays;
import java.util.Objects;
import org.abn.data.InvalidDataException;

/**
 * One image of a dataset with its labels.
 *
 * @param id its path in the dataset, such as {@code data_batch_1.bin/17}
 * @param split the part of the dataset it belongs to
 * @param labels one class, or one value an attribute; not copied: nobody may change them
 * @param image what is seen
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record ImageRecord(String id, Split split, int[] labels, EncodedImage image) {
  /**
   * Checks that the record has an id and labels.
   *
   * @throws InvalidDataException if one is empty
   */
  public ImageRecord {
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(image, "image");
    if (id.isEmpty()) {
      throw new InvalidDataException("record has an empty id");
    }
    if (labels.length == 0) {
      throw new InvalidDataException("record " + id + " has no label");
    }
  }

  /**
   * Checks that the image has the shape of all images of its dataset.
   *
   * @param due that shape; {@link ImageShape#UNKNOWN} where they differ
   * @throws InvalidDataException if it has another
   */
  public void requireShape(ImageShape due) {
    if (due.known() && !image.shape().equals(due)) {
      throw InvalidDataException.of(
          "record %s is %s, expected %s as the manifest says", id, image, due);
    }
  }

  /**
   * The record of another picture of the same.
   *
   * @param other what is seen instead
   * @return a record with this one's id and labels
   */
  public ImageRecord with(EncodedImage other) {
    return new ImageRecord(id, split, labels, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageRecord record
        && id.equals(record.id)
        && split == record.split
        && Arrays.equals(labels, record.labels)
        && image.equals(record.image);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, split, Arrays.hashCode(labels), image);
  }

  @Override
  public String toString() {
    return id + " (" + split + ") " + Arrays.toString(labels) + " " + image;
  }
}
