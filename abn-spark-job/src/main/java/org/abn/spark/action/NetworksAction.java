package org.abn.spark.action;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.abn.model.Network;
import org.abn.model.PaperNetworks;
import org.abn.model.summary.NetworkSummary;

/** Prints the networks of the paper's tables, what they see and what they cost. */
public final class NetworksAction {

  private static final String ROW = "%-24s %-8s %7s %12s %14s  %-12s %s%n";

  /** Prints a line a network. */
  public void run(PrintWriter out) {
    out.printf(ROW, "name", "input", "classes", "parameters", "multiply-adds", "map", "table");
    for (PaperNetworks.Row row : PaperNetworks.rows()) {
      var summary = NetworkSummary.of(Network.named(row.network()), row.images(), row.classes());
      out.printf(
          ROW,
          row.network(),
          row.images().width() + "x" + row.images().height(),
          row.classes(),
          millions(summary.parameters().trained()),
          millions(summary.multiplyAdds()),
          summary.attentionMap().map(NetworksAction::map).orElse("-"),
          row.table());
    }
    out.flush();
  }

  /** Such as 14x14, or 40 of 14x14. */
  private static String map(List<Long> shape) {
    String size = shape.get(1) + "x" + shape.get(0);
    return shape.get(2) == 1 ? size : shape.get(2) + " of " + size;
  }

  private static String millions(long number) {
    return String.format(Locale.ROOT, "%,.2f M", number / 1e6);
  }
}
