package org.abn.data.batch;

import org.abn.data.record.ImageRecord;
import org.abn.data.record.LabelNames;

/**
 * What a network is to answer for a record, as a row of numbers: one-hot for a class, the value 0
 * or 1 of each attribute otherwise.
 *
 * @param names of the classes or attributes
 */
record Targets(LabelNames names) {
  /** K classes or T attributes. */
  int width() {
    return names.size();
  }

  /** Whether the records have a class. */
  boolean isOneHot() {
    return names.areClasses();
  }

  /** Writes a record's row into zeros. */
  void write(ImageRecord record, float[] target, int offset) {
    if (isOneHot()) {
      target[offset + label(record)] = 1;
      return;
    }
    names.requireLabelsOf(record);
    for (int t = 0; t < width(); t++) {
      target[offset + t] = record.labels()[t];
    }
  }

  /** The class of a record. */
  int label(ImageRecord record) {
    names.requireLabelsOf(record);
    return record.labels()[0];
  }
}
