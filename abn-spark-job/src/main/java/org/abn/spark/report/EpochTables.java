package org.abn.spark.report;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.abn.spark.report.Cell.Mark;
import org.abn.spark.results.EpochMetrics;

/** Metrics as tables. */
final class EpochTables {

  private EpochTables() {}

  private record Column(String header, Function<EpochMetrics, Cell> cell) {
    static Column of(String header, Function<EpochMetrics, Double> value, int digits) {
      return new Column(header, epoch -> Cell.number(value.apply(epoch), digits));
    }
  }

  /** A row an epoch, without the columns of what the network has not. */
  static Table epochs(List<EpochMetrics> epochs) {
    BestEpoch best = BestEpoch.of(epochs);
    List<Column> columns =
        columns(best).filter(column -> epochs.stream().anyMatch(e -> isFilled(column, e))).toList();
    return new Table(
        "Epochs",
        "Errors in percent, of the test images unless the column says otherwise. The best epoch is"
            + " marked; it is %s.".formatted(best.choice()),
        columns.stream().map(Column::header).toList(),
        epochs.stream()
            .map(epoch -> columns.stream().map(column -> column.cell().apply(epoch)).toList())
            .toList());
  }

  private static boolean isFilled(Column column, EpochMetrics epoch) {
    return column.cell().apply(epoch).isNumber();
  }

  private static Stream<Column> columns(BestEpoch best) {
    return Stream.of(
        Column.of("epoch", epoch -> (double) epoch.epoch(), 0),
        Column.of("learning rate", EpochMetrics::learningRate, 5),
        new Column("test top-1", epoch -> testError(epoch, best)),
        Column.of("test top-5", EpochMetrics::testTop5Error, 2),
        Column.of("attention top-1", EpochMetrics::attentionHead1Error, 2),
        Column.of("held out top-1", EpochMetrics::validationTop1Error, 2),
        Column.of("train top-1", EpochMetrics::trainTop1Error, 2),
        Column.of("loss", EpochMetrics::lossPerception, 4),
        Column.of("attention loss", EpochMetrics::lossAttention, 4),
        Column.of("images/s", EpochMetrics::imagesPerSecond, 0),
        Column.of("seconds", EpochMetrics::seconds, 1));
  }

  private static Cell testError(EpochMetrics epoch, BestEpoch best) {
    Cell error = Cell.number(epoch.testTop1Error(), 2);
    return epoch.epoch() == best.metrics().epoch() ? error.marked(Mark.BEST) : error;
  }

  /** A row an attribute. */
  static Table attributes(EpochMetrics last, BestEpoch best) {
    return new Table(
        "Attributes",
        "Accuracy of the perception branch on the test images, in percent. The best epoch, of the"
            + " least mean error, is %s.".formatted(best.choice()),
        List.of("attribute", "last epoch", "best epoch"),
        last.attributeAccuracies().entrySet().stream()
            .map(
                entry ->
                    List.of(
                        Cell.of(entry.getKey()),
                        Cell.number(entry.getValue(), 2),
                        Cell.number(best.metrics().attributeAccuracies().get(entry.getKey()), 2)))
            .toList());
  }
}
