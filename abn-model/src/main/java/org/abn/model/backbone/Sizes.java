package org.abn.model.backbone;

import java.util.Locale;

/** What tables demand of the numbers in a network's name. */
final class Sizes {

  private Sizes() {}

  static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be at least 1, cannot be: %d", what, value));
    }
  }
}
