package org.abn.spark.action;

import java.io.PrintWriter;
import java.util.Locale;
import org.abn.data.format.DatasetFormat;
import org.abn.data.record.Split;

/** Prints the datasets that can be read: their sizes as published, and where they are read from. */
public final class DatasetsAction {
  private static final String ROW = "%-14s %9s %7s  %-22s %s%n";

  /** Prints a line a dataset. */
  public void run(PrintWriter out) {
    out.printf(ROW, "name", "train", "test", "labels", "in --source");
    for (DatasetFormat dataset : DatasetFormat.values()) {
      out.printf(
          ROW,
          dataset.publishedName(),
          images(dataset, Split.TRAIN),
          images(dataset, Split.TEST),
          dataset.labels(),
          dataset.files());
    }
    out.flush();
  }

  private static String images(DatasetFormat dataset, Split split) {
    int images = dataset.publishedImages(split);
    return images == 0 ? "any" : String.format(Locale.ROOT, "%,d", images);
  }
}
