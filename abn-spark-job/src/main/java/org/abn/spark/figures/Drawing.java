package org.abn.spark.figures;

import java.util.List;
import java.util.Optional;

/**
 * A figure that is drawn but for its captions.
 *
 * @param notes sentences on how it was made
 * @param csv the figures in it, where it has some
 * @param picture makes the PNG file
 */
public record Drawing(List<String> notes, Optional<String> csv, Captioned picture) {

  /** Copies the list. */
  public Drawing {
    notes = List.copyOf(notes);
  }

  /** A picture that lacks its captions. */
  @FunctionalInterface
  public interface Captioned {

    /**
     * The bytes of a PNG file.
     *
     * @param lines below the picture
     */
    byte[] png(List<String> lines);
  }
}
