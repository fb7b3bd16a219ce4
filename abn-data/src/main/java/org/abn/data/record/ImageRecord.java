package org.abn.data.record;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.abn.data.InvalidDataException;

/**
 * One image of a dataset with its labels.
 *
 * @param id its path in the dataset, such as {@code data_batch_1.bin/17}
 * @param split the part of the dataset it belongs to
 * @param labels one class, or one value an attribute; not copied: nobody may change them
 * @param image of which all is seen, or what is in the box
 * @param box the part of the image that is seen, where it is not all
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record ImageRecord(
    String id, Split split, int[] labels, EncodedImage image, Optional<Region> box) {
  /**
   * Checks that the record has an id and labels, and the box lies in the image.
   *
   * @throws InvalidDataException if not
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
    if (box.isPresent() && !box.get().isWithin(image.shape())) {
      throw InvalidDataException.of(
          "record %s has a box of %s, which is not within its image of %s",
          id, box.get(), image.shape());
    }
  }

  /** A record of which all is seen. */
  public ImageRecord(String id, Split split, int[] labels, EncodedImage image) {
    this(id, split, labels, image, Optional.empty());
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
   * @param other of which all is seen
   * @return a record with this one's id and labels
   */
  public ImageRecord with(EncodedImage other) {
    return new ImageRecord(id, split, labels, other);
  }

  /**
   * The record of a part of its image.
   *
   * @param part what is seen
   * @return a record with this one's id, labels and image
   * @throws InvalidDataException if the part is not within the image
   */
  public ImageRecord seenIn(Region part) {
    return new ImageRecord(id, split, labels, image, Optional.of(part));
  }

  /**
   * The part of the image that is seen.
   *
   * @param shape of the image, known
   * @return the box, or all
   */
  public Region seen(ImageShape shape) {
    return box.orElseGet(() -> Region.whole(shape));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageRecord record
        && id.equals(record.id)
        && split == record.split
        && Arrays.equals(labels, record.labels)
        && image.equals(record.image)
        && box.equals(record.box);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, split, Arrays.hashCode(labels), image, box);
  }

  @Override
  public String toString() {
    String seen = box.map(part -> ", of which " + part).orElse("");
    return id + " (" + split + ") " + Arrays.toString(labels) + " " + image + seen;
  }
}
