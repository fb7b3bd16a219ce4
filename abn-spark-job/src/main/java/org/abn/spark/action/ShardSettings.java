package org.abn.spark.action;

import org.abn.data.InvalidDataException;
import org.abn.data.image.ImageResizer;

/**
 * How shards are made of any dataset.
 *
 * @param seed of the order of the training records
 * @param resizer what is done to image files before they are stored
 * @param maxRejected the percentage of the images that may be missing or unreadable
 */
public record ShardSettings(long seed, ImageResizer resizer, double maxRejected) {
  private static final double MAX_REJECTED = 0.1;

  /**
   * Checks the percentage.
   *
   * @throws InvalidDataException if it is none
   */
  public ShardSettings {
    if (!(maxRejected >= 0 && maxRejected <= 100)) {
      throw InvalidDataException.of("--max-rejected %s, expected 0 to 100 (%%)", maxRejected);
    }
  }

  /** Images as published, one in a thousand of which may be rejected. */
  static ShardSettings of(long seed) {
    return new ShardSettings(seed, ImageResizer.NONE, MAX_REJECTED);
  }
}
