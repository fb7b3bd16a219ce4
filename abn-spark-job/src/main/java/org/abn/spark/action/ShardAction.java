package org.abn.spark.action;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;
import org.abn.data.Storage;
import org.abn.data.format.DatasetFormat;
import org.abn.data.format.DatasetOptions;
import org.abn.data.format.DatasetSource;
import org.abn.data.format.PartLister;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;
import org.abn.data.shard.DatasetPublisher;
import org.abn.data.shard.Manifest;
import org.abn.data.shard.ShardPlan;
import org.abn.data.shard.ShardWriter;
import org.abn.data.shard.WrittenShard;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Turns a published dataset into shards.
 *
 * <p>The driver checks the dataset's files, of which ImageNet's inner archives are listed by a task
 * each, and plans which record goes where; each shard is written by a task of its own, which also
 * resizes its images where that is wanted; the driver writes the manifest last and publishes all.
 *
 * @param dataset published name of the format
 * @param source URI of the published files
 * @param out URI of the directory to be
 * @param options what the user has chosen where the dataset leaves a choice
 * @param settings how shards are made of it
 */
public record ShardAction(
    String dataset, String source, String out, DatasetOptions options, ShardSettings settings) {
  /** With nothing chosen but the seed. */
  public ShardAction(String dataset, String source, String out, long seed) {
    this(dataset, source, out, DatasetOptions.NONE, ShardSettings.of(seed));
  }

  /**
   * Runs the command.
   *
   * @throws InvalidDataException where the dataset or the target is at fault; nothing is left
   *     behind
   */
  public void run() throws IOException {
    Configuration hadoop = SparkContexts.hadoop();
    // Before Spark is started, so that what the user has to mend is reported at once.
    DatasetPublisher.requireFree(hadoop, Storage.path(out));
    try (ContextOnDemand spark = new ContextOnDemand("shard")) {
      ShardPlan plan = plan(hadoop, new ListingTasks(spark::get), ShardPlan.MOST_SHARD_BYTES);
      // Spark is closed first: no task may still write where all is removed.
      try (DatasetPublisher publisher = DatasetPublisher.open(hadoop, Storage.path(out));
          spark) {
        report(write(spark.get(), plan, publisher));
      }
    }
  }

  /** Runs on a context that is there already. */
  Manifest run(JavaSparkContext spark) throws IOException {
    return run(spark, ShardPlan.MOST_SHARD_BYTES);
  }

  /** Makes shards of at most so many bytes. */
  Manifest run(JavaSparkContext spark, long mostShardBytes) throws IOException {
    Configuration hadoop = spark.hadoopConfiguration();
    ShardPlan plan = plan(hadoop, new ListingTasks(() -> spark), mostShardBytes);
    try (DatasetPublisher publisher = DatasetPublisher.open(hadoop, Storage.path(out))) {
      return write(spark, plan, publisher);
    }
  }

  private ShardPlan plan(Configuration hadoop, PartLister lister, long mostShardBytes)
      throws IOException {
    DatasetSource found =
        DatasetFormat.named(dataset).open(hadoop, Storage.path(source), options, lister);
    requireFewRejected(found, found.rejected());
    found.warnings().forEach(warning -> System.err.println("warning: " + warning));
    return ShardPlan.of(found, settings.seed(), mostShardBytes).resizing(settings.resizer());
  }

  private void requireFewRejected(DatasetSource found, List<RejectedRecord> rejected) {
    int images = found.rejected().size() + found.records(Split.TRAIN) + found.records(Split.TEST);
    if (rejected.size() * 100.0 > settings.maxRejected() * images) {
      throw InvalidDataException.of(
          "%s: %,d of %,d images cannot be used, expected at most %s %% (--max-rejected); the first"
              + " is %s: %s",
          source,
          rejected.size(),
          images,
          settings.maxRejected(),
          rejected.get(0).id(),
          rejected.get(0).reason());
    }
  }

  private Manifest write(JavaSparkContext spark, ShardPlan plan, DatasetPublisher publisher)
      throws IOException {
    var hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    String directory = publisher.directory().toString();
    Broadcast<ShardWriter> writer = spark.broadcast(new ShardWriter(plan));
    List<Integer> shards = IntStream.range(0, plan.shards()).boxed().toList();
    List<WrittenShard> written =
        spark
            .parallelize(shards, shards.size())
            .map(shard -> writer.value().write(hadoop.value(), new Path(directory), shard))
            .collect();
    List<RejectedRecord> rejected = new ArrayList<>(plan.source().rejected());
    written.forEach(shard -> rejected.addAll(shard.rejected()));
    requireFewRejected(plan.source(), rejected);
    return publisher.publish(plan, written);
  }

  private void report(Manifest manifest) {
    if (!manifest.rejected().isEmpty()) {
      System.err.printf(
          Locale.ROOT,
          "warning: %,d images cannot be used, %s/manifest.json lists them%n",
          manifest.rejected().size(),
          out);
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %,d training and %,d test images of %s, %s, in %d shards, manifest SHA-256 %s; %s%n",
        out,
        manifest.records(Split.TRAIN),
        manifest.records(Split.TEST),
        manifest.labels(),
        manifest.sizes(),
        manifest.shards().size(),
        manifest.checksum().substring(0, 12),
        manifest.files());
  }
}
