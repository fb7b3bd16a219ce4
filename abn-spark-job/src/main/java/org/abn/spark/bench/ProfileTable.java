package org.abn.spark.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.abn.spark.bench.StepProfile.Cost;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Where the time of a training step goes, by kind of layer.
 *
 * @param rows dearest first; their sums add up to the step
 */
public record ProfileTable(List<Row> rows) {

  private static final String REST = "optimiser and DL4J itself";

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
   * Measures: whole steps and walks over the graph in turn.
   *
   * @param steps of each that count, at least 1
   */
  public static ProfileTable measure(Workload workload, int steps) {
    ComputationGraph network = workload.newModel().graph();
    MultiDataSet batch = workload.newBatch(network);
    var profile = new StepProfile(network);
    List<Map<String, Cost>> walks = new ArrayList<>();
    double[] whole = new double[steps];
    Timings.warmUp(
        () -> {
          network.fit(batch);
          profile.step(batch);
        });
    for (int i = 0; i < steps; i++) {
      whole[i] = Timings.seconds(() -> network.fit(batch));
      walks.add(profile.step(batch));
    }
    return of(walks, Timings.median(whole));
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
    return new ProfileTable(List.copyOf(rows));
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
    return text.append(line("step", forward, step() - forward)).toString();
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
