package org.abn.spark.report;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.abn.spark.results.EpochMetrics;

/**
 * The curves of a run, each under the run's name where a chart has several.
 *
 * @param name of the run; empty where it is alone
 * @param epochs its metrics
 */
public record RunCurves(String name, List<EpochMetrics> epochs) {

  /** Copies the list. */
  public RunCurves {
    epochs = List.copyOf(epochs);
  }

  /** Top-1 errors on the test images, of both branches, in percent. */
  public List<Curve> testErrors() {
    return drawn(
        curve(hasAttention() ? "perception branch, test" : "test", EpochMetrics::testTop1Error),
        curve("attention branch, test", EpochMetrics::attentionHead1Error));
  }

  /** The other errors, in percent: on the training images, those held out, and top-5. */
  public List<Curve> otherErrors() {
    return drawn(
        curve("training", EpochMetrics::trainTop1Error),
        curve("held out", EpochMetrics::validationTop1Error),
        curve("top-5, test", EpochMetrics::testTop5Error));
  }

  /** Cross-entropies of both branches on the training images. */
  public List<Curve> losses() {
    return drawn(
        curve(hasAttention() ? "perception branch" : "loss", EpochMetrics::lossPerception),
        curve("attention branch", EpochMetrics::lossAttention));
  }

  /** The learning rate. */
  public List<Curve> learningRates() {
    return drawn(curve("learning rate", EpochMetrics::learningRate));
  }

  /** Training images a second. */
  public List<Curve> speeds() {
    return drawn(curve("images/s", EpochMetrics::imagesPerSecond));
  }

  private boolean hasAttention() {
    return epochs.stream().anyMatch(epoch -> epoch.attentionHead1Error() != null);
  }

  private Curve curve(String what, Function<EpochMetrics, Double> value) {
    String whole = name.isEmpty() ? what : name + ": " + what;
    return new Curve(whole, epochs.stream().map(value).toList());
  }

  private static List<Curve> drawn(Curve... curves) {
    return Stream.of(curves).filter(Curve::isDrawn).toList();
  }
}
