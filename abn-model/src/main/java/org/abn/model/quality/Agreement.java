package org.abn.model.quality;

import java.util.BitSet;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/** How alike two maps of one image are, both at its size, whatever the size they were made in. */
public final class Agreement {

  /** Of 255, in the example of LFI-CAM's instructions. */
  static final int THRESHOLD = 100;

  private static final int GREATEST = 255;

  private Agreement() {}

  /**
   * The intersection over the union of where the maps are high, as LFI-CAM measures stability (Lee
   * et al. 2021): above 100, when each map spans 0 to 255. The threshold is that of the example in
   * the instructions of its public code; whether the paper's table was made with it is not known.
   *
   * @return in [0, 1]; NaN if a map is the same everywhere, so that nothing in it is high
   */
  public static double intersectionOverUnion(PixelMap one, PixelMap other) {
    check(one, other);
    if (isConstant(one) || isConstant(other)) {
      return Double.NaN;
    }
    BitSet union = high(one);
    BitSet intersection = high(one);
    union.or(high(other));
    intersection.and(high(other));
    return (double) intersection.cardinality() / union.cardinality(); // the maximum is always high
  }

  /**
   * Spearman's rank correlation of the values, as Adebayo et al. (2018) compare a network's map
   * with that of one whose parameters are drawn anew; equal values share their mean rank.
   *
   * @return in [-1, 1]; NaN if a map is the same everywhere, so that it has no ranks
   */
  public static double rankCorrelation(PixelMap one, PixelMap other) {
    check(one, other);
    if (isConstant(one) || isConstant(other)) {
      return Double.NaN;
    }
    return new SpearmansCorrelation().correlation(doubles(one), doubles(other));
  }

  /**
   * The same of how far values are from 0, which Adebayo et al. call the one with absolute values.
   * Of maps that are nowhere negative it is {@link #rankCorrelation}.
   */
  public static double magnitudeRankCorrelation(PixelMap one, PixelMap other) {
    return rankCorrelation(one.magnitudes(), other.magnitudes());
  }

  private static void check(PixelMap one, PixelMap other) {
    if (one.height() != other.height() || one.width() != other.width()) {
      throw new IllegalArgumentException(
          "maps to compare must be of one size, cannot be: %s x %s and %s x %s"
              .formatted(one.height(), one.width(), other.height(), other.width()));
    }
  }

  private static boolean isConstant(PixelMap map) {
    return map.range().least() == map.range().greatest();
  }

  private static BitSet high(PixelMap map) {
    double least = map.range().least();
    double threshold = ((double) map.range().greatest() - least) * THRESHOLD / GREATEST;
    BitSet high = new BitSet();
    for (int i = 0; i < map.values().length; i++) {
      high.set(i, map.values()[i] - least > threshold);
    }
    return high;
  }

  private static double[] doubles(PixelMap map) {
    double[] doubles = new double[map.values().length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = map.values()[i];
    }
    return doubles;
  }
}
