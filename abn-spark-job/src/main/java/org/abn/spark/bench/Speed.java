package org.abn.spark.bench;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * What was measured.
 *
 * @param training images a second, median
 * @param inference images a second, median
 * @param peak most bytes of physical memory that the process has had; empty where the system does
 *     not say
 * @param start seconds from nothing to the end of the first training step
 * @param pageFaults of a training step once it is warm; empty where the system does not say
 */
public record Speed(
    double training, double inference, OptionalLong peak, double start, OptionalLong pageFaults) {

  private static final double GIB = 1L << 30;

  /** {@code train 81.20 images/s, inference 290.10 images/s, peak 1.90 GiB}. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "train %.2f images/s, inference %.2f images/s, peak %s",
        training,
        inference,
        peak.isPresent()
            ? String.format(Locale.ROOT, "%.2f GiB", peak.getAsLong() / GIB)
            : "unknown");
  }

  /** {@code first step after 3.2 s, then 0 page faults a step}. */
  public String startLine() {
    return String.format(
        Locale.ROOT,
        "first step after %.1f s, then %s page faults a step",
        start,
        pageFaults.isPresent() ? pageFaults.getAsLong() : "unknown");
  }
}
