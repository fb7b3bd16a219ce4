package org.abn.model.backbone;

/** What tables demand of the numbers in a network's name. */
final class Sizes {

  private Sizes() {}

  static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s must be at least 1, cannot be: %d".formatted(what, value));
    }
  }
}
