package org.abn.model.explain;

import java.io.Serializable;

/**
 * What the values of a map reach from and to.
 *
 * @param least value; NaN if there is a NaN in the map
 * @param greatest value; NaN if there is a NaN in the map
 */
public record MapRange(float least, float greatest) implements Serializable {

  static MapRange of(float[][] values) {
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (float[] row : values) {
      for (float value : row) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    return new MapRange(least, greatest);
  }

  /** Whether every value is a number that colours can stand for: neither NaN nor infinite. */
  public boolean isFinite() {
    return Float.isFinite(least) && Float.isFinite(greatest);
  }
}
