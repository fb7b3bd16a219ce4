package org.abn.model.quality;

import java.util.SplittableRandom;

/** Seeds that differ from image to image, and do not depend on which others there are. */
final class ImageSeed {

  private ImageSeed() {}

  static long of(long seed, String id) {
    return new SplittableRandom(seed ^ ((long) id.hashCode() << Integer.SIZE)).nextLong();
  }
}
