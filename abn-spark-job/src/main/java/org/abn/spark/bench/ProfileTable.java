package org.abn.spark.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.abn.model.kernel.PrimitiveTimes;
import org.abn.model.layer.TrainingStep;
import org.abn.spark.bench.StepProfile.Cost;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Where the time of a training step goes, by kind of layer.
 *
 * @param rows dearest first; their sums add up to the step
 * @param primitives of oneDNN, dearest first; they are part of the rows
 */
public record ProfileTable(List<Row> rows, List<PrimitiveRow> primitives) {

  private static final String REST = "optimiser and what is left";

  /**
   * A kind of layer, or what is no layer.
   *
   * @param kind class of the layer
   * @param forward milliseconds
   * @param backward milliseconds
   */
  record Row(String kind, double forward, double backward) {
    double sum() {
      return forward + backward;
    }
  }

  /**
   * What one kind of oneDNN's primitives takes.
   *
   * @param name what it computes, and by which implementation
   * @param milliseconds in a step
   * @param calls in a step
   */
  record PrimitiveRow(String name, double milliseconds, long calls) {}

  /**
   * Measures steps and their parts, in no more memory than a step has.
   *
   * @param workload of our own layers
   * @param steps that count, at least 1
   */
  public static ProfileTable measure(Workload workload, int steps) {
    ComputationGraph network = workload.newModel().graph();
    MultiDataSet batch = workload.newBatch(network);
    var step = new TrainingStep(network);
    Timings.warmUp(() -> step.fit(batch));
    List<Map<String, Cost>> walks = new ArrayList<>();
    double[] whole = new double[steps];
    var times = new PrimitiveTimes();
    for (int i = 0; i < steps; i++) {
      var profile = new StepProfile();
      whole[i] = Timings.seconds(() -> times.during(() -> step.fit(batch, profile)));
      walks.add(profile.costs());
    }
    return of(walks, Timings.median(whole)).with(primitives(times, steps));
  }

  private static List<PrimitiveRow> primitives(PrimitiveTimes times, int steps) {
    return times.byName().entrySet().stream()
        .map(
            entry ->
                new PrimitiveRow(
                    entry.getKey(),
                    entry.getValue().nanoseconds() / 1e6 / steps,
                    entry.getValue().calls() / steps))
        .sorted(Comparator.comparingDouble(PrimitiveRow::milliseconds).reversed())
        .toList();
  }

  private ProfileTable with(List<PrimitiveRow> measured) {
    return new ProfileTable(rows, measured);
  }

  /** Medians of the walks, and what a whole step takes beyond them. */
  static ProfileTable of(List<Map<String, Cost>> walks, double wholeStep) {
    List<Row> rows = new ArrayList<>();
    for (String kind : walks.get(0).keySet()) {
      rows.add(new Row(kind, 1e3 * median(walks, kind, true), 1e3 * median(walks, kind, false)));
    }
    double layers = rows.stream().mapToDouble(Row::sum).sum();
    rows.add(new Row(REST, 0, 1e3 * wholeStep - layers));
    rows.sort(Comparator.comparingDouble(Row::sum).reversed());
    return new ProfileTable(List.copyOf(rows), List.of());
  }

  private static double median(List<Map<String, Cost>> walks, String kind, boolean forward) {
    return Timings.median(
        IntStream.range(0, walks.size())
            .mapToObj(i -> walks.get(i).getOrDefault(kind, Cost.NONE))
            .mapToDouble(cost -> forward ? cost.forward() : cost.backward())
            .toArray());
  }

  /** Milliseconds of a whole step. */
  double step() {
    return rows.stream().mapToDouble(Row::sum).sum();
  }

  /** One line a row, in milliseconds and percent of the step. */
  public String text() {
    var text = new StringBuilder();
    text.append(
        String.format("%-28s %10s %10s %8s%n", "ms a step", "forward", "backward", "share"));
    for (Row row : rows) {
      text.append(line(row.kind(), row.forward(), row.backward()));
    }
    double forward = rows.stream().mapToDouble(Row::forward).sum();
    text.append(line("step", forward, step() - forward));
    if (!primitives.isEmpty()) {
      text.append(String.format("%n%-56s %10s %8s%n", "oneDNN's primitives", "ms a step", "calls"));
    }
    for (PrimitiveRow row : primitives) {
      text.append(
          String.format(
              Locale.ROOT, "%-56s %10.1f %8d%n", row.name(), row.milliseconds(), row.calls()));
    }
    return text.toString();
  }

  private String line(String what, double forward, double backward) {
    return String.format(
        Locale.ROOT,
        "%-28s %10.1f %10.1f %6.1f %%%n",
        what,
        forward,
        backward,
        100 * (forward + backward) / step());
  }
}
