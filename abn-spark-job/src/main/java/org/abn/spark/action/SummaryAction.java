package org.abn.spark.action;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.summary.LayerSummary;
import org.abn.model.summary.NetworkSummary;

/**
 * Prints a network's layers by branch.
 *
 * @param network which
 * @param images what it sees
 * @param classes K, or the number of tasks
 */
public record SummaryAction(Network network, InputShape images, int classes) {

  private static final String ROW = "  %-44s %-44s %-16s %12s %15s%n";

  /** Prints a line a layer, and the sums. */
  public void run(PrintWriter out) {
    NetworkSummary summary = NetworkSummary.of(network, images, classes);
    out.printf(
        Locale.ROOT,
        "%s, %s %d: images %s, %,d parameters, %,d multiply-adds an image%n",
        network.name(),
        network.kind().isMultiTask() ? "tasks" : "classes",
        classes,
        shape(List.of((long) images.height(), (long) images.width(), (long) images.channels())),
        summary.parameters().trained(),
        summary.multiplyAdds());
    out.printf("%n" + ROW, "layer", "what it does", "gives", "parameters", "multiply-adds");
    String part = null;
    for (LayerSummary layer : summary.layers()) {
      if (!layer.part().equals(part)) {
        part = layer.part();
        out.printf("%n%s%n", part.isEmpty() ? "(mechanism and outputs)" : part);
      }
      print(out, layer);
    }
    out.flush();
  }

  private static void print(PrintWriter out, LayerSummary layer) {
    out.printf(
        ROW,
        layer.module(),
        layer.description(),
        shape(layer.outputShape()),
        count(layer.parameters().trained()),
        count(layer.multiplyAdds()));
  }

  private static String shape(List<Long> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String count(long number) {
    return number == 0 ? "" : String.format(Locale.ROOT, "%,d", number);
  }
}
