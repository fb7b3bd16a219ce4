package org.abn.spark.action;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.shard.DatasetReport;
import org.abn.data.shard.DatasetVerifier;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.ShardEntry;
import org.abn.data.shard.ShardReport;
import org.abn.data.shard.ShardVerifier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Compares shards with their manifest, and writes nothing.
 *
 * <p>The driver reads the manifest; each shard is read by a task of its own, which sends back what
 * is wrong and eight bytes a record; the driver compares those and reports.
 *
 * @param shards URI of the directory
 */
public record VerifyAction(String shards) {
  private static final double MB = 1e6;

  /**
   * Runs the command.
   *
   * @param out gets one line where nothing is wrong
   * @param err gets a line for each of the first problems
   * @throws InvalidDataException if something is wrong, saying how much, or there is no manifest
   */
  public void run(PrintWriter out, PrintWriter err) throws IOException {
    // Before Spark is started, so that a wrong directory is reported at once.
    DatasetVerifier verifier = DatasetVerifier.open(SparkContexts.hadoop(), Storage.path(shards));
    try (JavaSparkContext spark = SparkContexts.start("verify")) {
      long start = System.nanoTime();
      List<ShardReport> reports = verify(spark, verifier);
      double seconds = (System.nanoTime() - start) / 1e9;
      report(verifier.manifest(), verifier.report(reports), seconds, out, err);
    }
  }

  private static List<ShardReport> verify(JavaSparkContext spark, DatasetVerifier verifier) {
    var hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    ShardVerifier shards = verifier.ofShards();
    List<ShardEntry> entries = verifier.manifest().shards();
    return spark
        .parallelize(entries, entries.size())
        .map(shard -> shards.verify(hadoop.value(), shard))
        .collect();
  }

  private void report(
      Manifest manifest, DatasetReport found, double seconds, PrintWriter out, PrintWriter err) {
    found.lines().forEach(err::println);
    if (found.problems() > found.lines().size()) {
      err.printf(Locale.ROOT, "and %,d more%n", found.problems() - found.lines().size());
    }
    if (found.problems() > 0) {
      throw InvalidDataException.of(
          "%s: %,d %s in %,d of %,d shards",
          shards,
          found.problems(),
          found.problems() == 1 ? "problem" : "problems",
          found.faultyShards(),
          found.shards());
    }
    double megabytes = manifest.shards().stream().mapToLong(ShardEntry::length).sum() / MB;
    out.printf(
        Locale.ROOT,
        "%s: %,d records in %,d shards are as the manifest says: %s; %.1f MB read and decoded,"
            + " %.1f MB/s%n",
        shards,
        manifest.shards().stream().mapToLong(ShardEntry::records).sum(),
        found.shards(),
        splits(manifest),
        megabytes,
        megabytes / seconds);
    out.flush();
  }

  private static String splits(Manifest manifest) {
    return manifest.splits().stream()
        .map(split -> String.format(Locale.ROOT, "%s %,d", split.split(), split.records()))
        .collect(Collectors.joining(", "));
  }
}
