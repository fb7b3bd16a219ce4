package org.abn.model.quality;

/**
 * Whether a map is greatest at the object (Zhang et al. 2018), by the rule of TorchRay: a hit where
 * a pixel of the object is less than 15 pixels from the map's maximum. TorchRay takes that distance
 * in the image's own pixels, whatever its size; we take it in those of the image as the network
 * sees it, and do not scale it either. In an image of 32 x 32 it is half of the image, and the
 * measure says little.
 */
public final class PointingGame {

  /** In pixels. */
  static final int TOLERANCE = 15;

  private PointingGame() {}

  /**
   * Plays once.
   *
   * @param map at the image's size; of equal maxima the first counts, row by row
   * @param object its pixels are those that the box covers, if only in part
   * @return 1 for a hit, 0 for a miss; NaN if none of the object is within the image
   */
  public static double play(PixelMap map, Box object) {
    int maximum = map.maximum();
    double dx = distance(maximum % map.width(), object.x(), object.width(), map.width());
    double dy = distance(maximum / map.width(), object.y(), object.height(), map.height());
    if (Double.isNaN(dx + dy)) {
      return Double.NaN;
    }
    return dx * dx + dy * dy < TOLERANCE * TOLERANCE ? 1 : 0;
  }

  /** Of a place to the nearest of the pixels from an edge on; NaN if all are beyond the image. */
  private static double distance(int place, double edge, double extent, int size) {
    double first = Math.max(0, Math.floor(edge));
    double last = Math.min(size, Math.ceil(edge + extent)) - 1;
    return first > last ? Double.NaN : Math.max(0, Math.max(first - place, place - last));
  }
}
