package org.abn.data.batch;

import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageRecord;
import org.abn.data.shard.Manifest;

/**
 * What a network is to answer for a record, as a row of numbers: one-hot for a class, the value 0
 * or 1 of each attribute otherwise.
 *
 * @param width K classes or T attributes
 * @param isOneHot whether the records have a class
 */
record Targets(int width, boolean isOneHot) {
  static Targets of(Manifest manifest) {
    boolean isOneHot = manifest.attributes().isEmpty();
    int width = isOneHot ? manifest.classes().size() : manifest.attributes().size();
    return new Targets(width, isOneHot);
  }

  /** Writes a record's row into zeros. */
  void write(ImageRecord record, float[] target, int offset) {
    if (isOneHot) {
      target[offset + label(record)] = 1;
      return;
    }
    int[] values = record.labels();
    requireLabels(record, width);
    for (int t = 0; t < width; t++) {
      target[offset + t] = requireInRange(record, values[t], 2);
    }
  }

  /** The class of a record. */
  int label(ImageRecord record) {
    requireLabels(record, 1);
    return requireInRange(record, record.labels()[0], width);
  }

  private static void requireLabels(ImageRecord record, int count) {
    if (record.labels().length != count) {
      throw InvalidDataException.of(
          "record %s has %d labels, expected %d as the manifest says",
          record.id(), record.labels().length, count);
    }
  }

  private static int requireInRange(ImageRecord record, int label, int end) {
    if (label < 0 || label >= end) {
      throw InvalidDataException.of(
          "record %s has the label %d, expected one of 0 to %d", record.id(), label, end - 1);
    }
    return label;
  }
}
