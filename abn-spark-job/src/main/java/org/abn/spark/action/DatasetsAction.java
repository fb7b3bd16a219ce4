package org.abn.spark.action;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.abn.data.Storage;
import org.abn.data.format.DatasetFormat;
import org.abn.data.record.Split;
import org.abn.data.shard.Manifest;

/**
 * Prints the datasets that can be read: their sizes as published, and where they are read from. Of
 * shards that were made, what they hold.
 */
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
    return images == 0 ? "any" : count(images);
  }

  private static String count(int images) {
    return String.format(Locale.ROOT, "%,d", images);
  }

  /**
   * Prints what shards hold, by their manifest.
   *
   * @param shards URI of the directory
   * @throws org.abn.data.InvalidDataException if there are none
   */
  public void run(String shards, PrintWriter out) throws IOException {
    Manifest manifest = Manifest.read(SparkContexts.hadoop(), Storage.path(shards));
    out.printf(ROW, "name", "train", "test", "labels", "height x width");
    out.printf(
        ROW,
        manifest.dataset(),
        count(manifest.records(Split.TRAIN)),
        count(manifest.records(Split.TEST)),
        manifest.labels(),
        manifest.sizes().known() ? manifest.sizes() : "not known: made by an earlier program");
    if (manifest.files().known()) {
      out.println(manifest.files());
    }
    out.flush();
  }
}
