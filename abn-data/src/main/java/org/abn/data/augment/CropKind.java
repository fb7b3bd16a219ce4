package org.abn.data.augment;

import java.util.Arrays;
import java.util.Optional;

/** Where crops are taken from. */
public enum CropKind {
  /** The middle of the resized image. */
  CENTRE("centre"),
  /** Anywhere in the resized image and its border (He et al. 2016, section 4.2). */
  RANDOM("random"),
  /**
   * A part of the image of random size and aspect ratio, resized to the network's input (Szegedy et
   * al. 2015, section 6), as torchvision's {@code RandomResizedCrop}.
   */
  RANDOM_RESIZED("random-resized");

  private final String text;

  CropKind(String text) {
    this.text = text;
  }

  /**
   * Looks a kind up.
   *
   * @param text as in configurations
   * @return the kind of that name, if there is one
   */
  public static Optional<CropKind> named(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
  }

  /** Its name in configurations. */
  @Override
  public String toString() {
    return text;
  }
}
