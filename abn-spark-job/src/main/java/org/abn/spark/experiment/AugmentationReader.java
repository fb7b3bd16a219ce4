package org.abn.spark.experiment;

import java.util.Arrays;
import java.util.Optional;
import org.abn.data.augment.Augmentation;
import org.abn.data.augment.CropKind;

/** Reads the section {@code data.augmentation}. */
final class AugmentationReader {
  private static final int MOST_PADDING = 1024;

  private AugmentationReader() {}

  static Augmentation read(Section section) {
    section.allowOnly("crop", "padding", "mirror");
    return section.build(
        () -> {
          CropKind crop = section.has("crop") ? crop(section.text("crop")) : CropKind.RANDOM;
          int padding = section.has("padding") ? padding(section.integer("padding"), crop) : 0;
          return new Augmentation(crop, padding, section.flag("mirror"));
        });
  }

  private static CropKind crop(String text) {
    Optional<CropKind> kind = CropKind.named(text);
    InvalidSettingException.unless(
        kind.isPresent(), "crop", "one of " + Arrays.toString(CropKind.values()), text);
    return kind.orElseThrow();
  }

  private static int padding(int pixels, CropKind crop) {
    int most = crop == CropKind.RANDOM ? MOST_PADDING : 0;
    InvalidSettingException.unless(
        pixels >= 0 && pixels <= most,
        "padding",
        crop == CropKind.RANDOM ? "0 to 1024 pixels" : "0 where crop is " + crop,
        pixels);
    return pixels;
  }
}
