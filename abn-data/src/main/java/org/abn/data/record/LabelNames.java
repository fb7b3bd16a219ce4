package org.abn.data.record;

import java.io.Serializable;
import java.util.List;
import org.abn.data.InvalidDataException;

/**
 * What the labels of a dataset's records mean: one class, or a value for each attribute.
 *
 * @param classes names of the classes, in the order of their labels; empty where there are
 *     attributes
 * @param attributes names of the attributes, in the order of their values, which are 1 where an
 *     image has the attribute and 0 where not; empty where there are classes
 */
public record LabelNames(List<String> classes, List<String> attributes) implements Serializable {
  /**
   * Checks that there is one or the other.
   *
   * @throws InvalidDataException if both or neither are named
   */
  public LabelNames {
    if (classes == null || attributes == null || classes.isEmpty() == attributes.isEmpty()) {
      throw new InvalidDataException("expected names of either classes or attributes");
    }
    classes = List.copyOf(classes);
    attributes = List.copyOf(attributes);
  }

  /**
   * Names of classes.
   *
   * @param names at least one
   * @return the names
   */
  public static LabelNames ofClasses(List<String> names) {
    return new LabelNames(names, List.of());
  }

  /**
   * Names of attributes.
   *
   * @param names at least one
   * @return the names
   */
  public static LabelNames ofAttributes(List<String> names) {
    return new LabelNames(List.of(), names);
  }

  /**
   * The number of values a row for a network has.
   *
   * @return how many classes or attributes
   */
  public int size() {
    return areClasses() ? classes.size() : attributes.size();
  }

  /**
   * Whether a record has one class, rather than a value for each attribute.
   *
   * @return false where there are attributes
   */
  public boolean areClasses() {
    return attributes.isEmpty();
  }

  /** Such as {@code 10 classes} or {@code 40 attributes}. */
  @Override
  public String toString() {
    return size() + (areClasses() ? " classes" : " attributes");
  }

  /**
   * Checks that a record's labels mean something.
   *
   * @param record any
   * @throws InvalidDataException if there are too few or too many, or one is out of range
   */
  public void requireLabelsOf(ImageRecord record) {
    int count = areClasses() ? 1 : attributes.size();
    int end = areClasses() ? classes.size() : 2;
    int[] labels = record.labels();
    if (labels.length != count) {
      throw InvalidDataException.of(
          "record %s has %d labels, expected %d as the manifest says",
          record.id(), labels.length, count);
    }
    for (int label : labels) {
      if (label < 0 || label >= end) {
        throw InvalidDataException.of(
            "record %s has the label %d, expected one of 0 to %d", record.id(), label, end - 1);
      }
    }
  }
}
