package org.abn.data.format;

import org.abn.data.InvalidDataException;

/** Labels as single bytes. */
final class Labels {
  private Labels() {}

  /** A label byte as a record's label vector; one that is no class is refused. */
  static int[] ofByte(byte value, int classes, String file, long offset) {
    int label = Byte.toUnsignedInt(value);
    if (label >= classes) {
      throw InvalidDataException.of(
          "%s: label %d at byte %d, expected 0 to %d; copy the file again",
          file, label, offset, classes - 1);
    }
    return new int[] {label};
  }
}
