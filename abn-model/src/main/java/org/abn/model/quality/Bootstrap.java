package org.abn.model.quality;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * Percentile intervals of means over images (Efron 1979): images are drawn with replacement, as
 * many as there are, and the interval holds the middle 95 % of the means. The same seed draws the
 * same images of as many.
 *
 * @param seed of the drawing
 */
public record Bootstrap(long seed) {

  /** How often images are drawn. */
  static final int RESAMPLES = 2000;

  /** What an interval is, in a sentence. */
  public static final String DEFINITION =
      "Intervals are of 95 %, by the percentile bootstrap: 2,000 drawings of as many images, with"
          + " replacement.";

  private static final double LOW = 2.5;
  private static final double HIGH = 97.5;

  /**
   * Of the mean of values.
   *
   * @param values by image, at least one; none NaN
   */
  public Interval ofMean(double[] values) {
    return interval(values.length, drawn -> mean(values, drawn));
  }

  /**
   * Of the mean over classes of the means within; a class of which no image is drawn is left out of
   * that mean.
   *
   * @param values by image, at least one; none NaN
   * @param classes by image
   */
  public Interval ofClassMean(double[] values, int[] classes) {
    int[] places = places(classes);
    return interval(values.length, drawn -> classMean(values, places, drawn));
  }

  static double mean(double[] values) {
    return mean(values, all(values));
  }

  static double classMean(double[] values, int[] classes) {
    return classMean(values, places(classes), all(values));
  }

  private Interval interval(int images, ToDoubleFunction<int[]> mean) {
    var random = new Random(seed);
    int[] drawn = new int[images];
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      Arrays.setAll(drawn, place -> random.nextInt(images));
      means[i] = mean.applyAsDouble(drawn);
    }
    var percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(means);
    return new Interval(percentile.evaluate(LOW), percentile.evaluate(HIGH));
  }

  private static int[] all(double[] values) {
    return IntStream.range(0, values.length).toArray();
  }

  /** Classes numbered from 0 on, without gaps. */
  private static int[] places(int[] classes) {
    int[] distinct = Arrays.stream(classes).sorted().distinct().toArray();
    return Arrays.stream(classes).map(label -> Arrays.binarySearch(distinct, label)).toArray();
  }

  private static double mean(double[] values, int[] drawn) {
    double sum = 0;
    for (int image : drawn) {
      sum += values[image];
    }
    return sum / drawn.length;
  }

  private static double classMean(double[] values, int[] places, int[] drawn) {
    int classes = Arrays.stream(places).max().orElseThrow() + 1;
    double[] sums = new double[classes];
    int[] counts = new int[classes];
    for (int image : drawn) {
      sums[places[image]] += values[image];
      counts[places[image]]++;
    }
    return IntStream.range(0, classes)
        .filter(place -> counts[place] > 0)
        .mapToDouble(place -> sums[place] / counts[place])
        .average()
        .orElseThrow();
  }
}
