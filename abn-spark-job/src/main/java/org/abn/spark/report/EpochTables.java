package org.abn.spark.report;

import java.util.List;
import org.abn.spark.report.Cell.Mark;
import org.abn.spark.results.EpochMetrics;

/** Metrics as tables. */
final class EpochTables {

  private EpochTables() {}

  static Table epochs(List<EpochMetrics> epochs) {
    int best = EpochMetrics.best(epochs).epoch();
    return new Table(
        "Epochs",
        "Errors in percent, of the test images unless they are called train; the best epoch is"
            + " marked.",
        List.of(
            "epoch",
            "learning rate",
            "test top-1",
            "test top-5",
            "attention top-1",
            "train top-1",
            "loss",
            "attention loss",
            "images/s",
            "seconds"),
        epochs.stream().map(epoch -> row(epoch, epoch.epoch() == best)).toList());
  }

  private static List<Cell> row(EpochMetrics epoch, boolean best) {
    Cell error = Cell.number(epoch.testTop1Error(), 2);
    return List.of(
        Cell.number((double) epoch.epoch(), 0),
        Cell.number(epoch.learningRate(), 5),
        best ? error.marked(Mark.BEST) : error,
        Cell.number(epoch.testTop5Error(), 2),
        Cell.number(epoch.attentionHead1Error(), 2),
        Cell.number(epoch.trainTop1Error(), 2),
        Cell.number(epoch.lossPerception(), 4),
        Cell.number(epoch.lossAttention(), 4),
        Cell.number(epoch.imagesPerSecond(), 0),
        Cell.number(epoch.seconds(), 1));
  }

  /** A row an attribute. */
  static Table attributes(EpochMetrics last, EpochMetrics best) {
    return new Table(
        "Attributes",
        "Accuracy of the perception branch on the test images, in percent.",
        List.of("attribute", "last epoch", "epoch of the least mean error"),
        last.attributeAccuracies().entrySet().stream()
            .map(
                entry ->
                    List.of(
                        Cell.of(entry.getKey()),
                        Cell.number(entry.getValue(), 2),
                        Cell.number(best.attributeAccuracies().get(entry.getKey()), 2)))
            .toList());
  }
}
