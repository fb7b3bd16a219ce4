package org.abn.data.format;

import org.abn.data.InvalidDataException;
import org.apache.hadoop.fs.Path;

/** Labels as single bytes, of datasets of ten classes. */
final class Labels {
  static final int CLASSES = 10;

  private Labels() {}

  /** A label byte as a record's label vector; one that is no class is refused. */
  static int[] ofByte(byte value, Path file, long offset) {
    int label = Byte.toUnsignedInt(value);
    if (label >= CLASSES) {
      throw InvalidDataException.of(
          "%s: label %d at byte %d, expected 0 to %d; copy the file again",
          file, label, offset, CLASSES - 1);
    }
    return new int[] {label};
  }
}
