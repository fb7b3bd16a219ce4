package org.abn.spark.experiment;

import org.abn.data.augment.Augmentation;

/** Reads the section {@code data.augmentation}. */
final class AugmentationReader {
  private static final int MOST_PADDING = 1024;

  private AugmentationReader() {}

  static Augmentation read(Section section) {
    section.allowOnly("padding", "mirror");
    return section.build(
        () -> {
          int padding = section.integer("padding");
          InvalidSettingException.unless(
              padding >= 0 && padding <= MOST_PADDING, "padding", "0 to 1024 pixels", padding);
          return new Augmentation(padding, section.flag("mirror"));
        });
  }
}
