package org.abn.spark.tables;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * What several seeds give.
 *
 * @param seeds how many, at least 1
 * @param mean of the figures
 * @param deviation their standard deviation, with {@code n - 1}; null of one seed
 */
public record Statistics(int seeds, double mean, Double deviation) {

  private static final double LEVEL = 0.95;

  /** Those of at least one figure. */
  static Statistics of(List<Double> figures) {
    var summary = new SummaryStatistics();
    figures.forEach(summary::addValue);
    return new Statistics(
        figures.size(),
        summary.getMean(),
        figures.size() < 2 ? null : summary.getStandardDeviation());
  }

  /** Half the width of the mean's 95 % interval, by Student's t; null of one seed. */
  @JsonProperty
  public Double interval() {
    if (deviation == null) {
      return null;
    }
    double t = new TDistribution(seeds - 1).inverseCumulativeProbability((1 + LEVEL) / 2);
    return t * deviation / Math.sqrt(seeds);
  }
}
