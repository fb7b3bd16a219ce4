package org.abn.spark.tables;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;

/**
 * How a network differs from its baseline.
 *
 * @param value the mean of ours less that of the baseline's
 * @param seeds that both have, or 0 where they have none in common
 * @param pValue two-sided: that seeds alone make so large a difference; null of too few
 * @param test which gave it; null without
 */
public record Difference(double value, int seeds, Double pValue, String test) {

  /**
   * Compares figures by seed: a paired t-test over the seeds that both have, of which there must be
   * two, else Welch's; of one seed, the difference alone.
   *
   * @return empty where one has no figures
   */
  static Optional<Difference> of(Map<Long, Double> ours, Map<Long, Double> baseline) {
    if (ours.isEmpty() || baseline.isEmpty()) {
      return Optional.empty();
    }
    List<Long> common =
        new TreeMap<>(ours).keySet().stream().filter(baseline::containsKey).toList();
    if (common.size() >= 2) {
      double[] a = figures(ours, common);
      double[] b = figures(baseline, common);
      return Optional.of(of(a, b, common.size(), new TTest().pairedTTest(a, b), "paired t-test"));
    }
    if (ours.size() >= 2 && baseline.size() >= 2) {
      double[] a = figures(ours, List.copyOf(ours.keySet()));
      double[] b = figures(baseline, List.copyOf(baseline.keySet()));
      return Optional.of(of(a, b, common.size(), new TTest().tTest(a, b), "Welch's t-test"));
    }
    double[] a = figures(ours, common.isEmpty() ? List.copyOf(ours.keySet()) : common);
    double[] b = figures(baseline, common.isEmpty() ? List.copyOf(baseline.keySet()) : common);
    return Optional.of(
        new Difference(StatUtils.mean(a) - StatUtils.mean(b), common.size(), null, null));
  }

  private static Difference of(double[] a, double[] b, int seeds, double p, String test) {
    double value = StatUtils.mean(a) - StatUtils.mean(b);
    // Where every difference is the same, there is no deviation to divide by.
    return Double.isNaN(p)
        ? new Difference(value, seeds, null, null)
        : new Difference(value, seeds, p, test);
  }

  private static double[] figures(Map<Long, Double> bySeed, List<Long> seeds) {
    return seeds.stream().mapToDouble(bySeed::get).toArray();
  }
}
