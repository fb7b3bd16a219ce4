package org.abn.spark.report;

import java.util.Comparator;
import java.util.List;
import org.abn.spark.results.EpochMetrics;

/**
 * The best epoch of a run, and what that is worth.
 *
 * @param metrics of the epoch
 * @param isHonest whether it was chosen on images that are no test images
 */
record BestEpoch(EpochMetrics metrics, boolean isHonest) {

  /** The one that the checkpoint {@code best} is of. */
  static BestEpoch of(List<EpochMetrics> epochs) {
    EpochMetrics best = EpochMetrics.best(epochs);
    return new BestEpoch(best, best.validationTop1Error() != null);
  }

  /** The one that papers mostly report. */
  static BestEpoch onTestImages(List<EpochMetrics> epochs) {
    return new BestEpoch(
        epochs.stream().min(Comparator.comparingDouble(EpochMetrics::testTop1Error)).orElseThrow(),
        false);
  }

  /** Such as "chosen on the test images, which flatters". */
  String choice() {
    return isHonest
        ? "chosen on training images held out, so it does not flatter"
        : "chosen on the test images, which flatters";
  }
}
