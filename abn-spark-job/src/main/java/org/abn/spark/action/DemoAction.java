package org.abn.spark.action;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.abn.data.Publisher;
import org.abn.data.format.BundledFashionMnist;
import org.abn.data.shard.Manifest;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.report.ReportPage;
import org.abn.spark.report.RunReport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The product on a small scale: shards the bundled Fashion-MNIST subset, trains a small attention
 * branch network and its baseline by the same recipe and seed, and says how they compare.
 *
 * <p>Takes the way that {@link ShardAction} and {@link TrainAction} take; called again, it goes on
 * where it was stopped.
 *
 * @param out directory for shards and run directories
 */
public record DemoAction(Path out) {

  private static final String BASELINE = "resnet8";
  private static final String ATTENTION = "abn-resnet8";
  private static final long SHARD_SEED = 1;

  /** Runs the command. */
  public void run() throws IOException {
    RunReport baseline;
    RunReport attention;
    try (JavaSparkContext spark = SparkContexts.start("demo")) {
      shard(spark);
      baseline = train(spark, BASELINE);
      attention = train(spark, ATTENTION);
      write(new DemoReport(baseline, attention).page(), spark.hadoopConfiguration());
    }
    var comparison = new DemoTable(baseline.epochs(), attention.epochs());
    System.out.printf("%n%s%n%s%n", comparison.text(), whereThingsAre());
  }

  private void shard(JavaSparkContext spark) throws IOException {
    Path data = out.resolve("data");
    if (data.resolve(Manifest.FILE).toFile().exists()) {
      return;
    }
    Configuration hadoop = spark.hadoopConfiguration();
    Path published = out.resolve("fashion-mnist");
    BundledFashionMnist.copyTo(hadoop, new org.apache.hadoop.fs.Path(published.toUri()));
    new ShardAction("fashion-mnist", uri(published), uri(data), SHARD_SEED).run(spark);
  }

  private RunReport train(JavaSparkContext spark, String name) throws IOException {
    Map<String, String> places =
        Map.of(
            "data.uri", uri(out.resolve("data")),
            "run.dir", uri(out.resolve(name)));
    Path conf = Path.of(System.getProperty("abn.home", "."), "conf", "demo", name + ".conf");
    Experiment experiment = Experiment.load(conf.toString(), places);
    try (var termination = new Termination();
        TrainingRun run = TrainingRun.prepare(spark.hadoopConfiguration(), experiment)) {
      run.train(spark, termination);
      return run.report();
    }
  }

  private void write(ReportPage page, Configuration hadoop) throws IOException {
    var file = new org.apache.hadoop.fs.Path(uri(report()));
    byte[] html = page.html().getBytes(StandardCharsets.UTF_8);
    Publisher.of(hadoop, file).file(file, stream -> stream.write(html));
  }

  private Path report() {
    return out.resolve("report.html");
  }

  /** As Hadoop writes it: with spaces as they are. */
  private static String uri(Path local) {
    return new org.apache.hadoop.fs.Path(local.toUri()).toString();
  }

  private String whereThingsAre() {
    Path run = out.resolve(ATTENTION);
    return """
    attention maps   %s
    metrics          %s
    checkpoints      %s
    the baseline     %s
    the shards       %s
    all on one page  %s\
    """
        .formatted(
            run.resolve("attention/overview.png"),
            run.resolve("metrics/epochs.csv"),
            run.resolve("checkpoints"),
            out.resolve(BASELINE),
            out.resolve("data"),
            report());
  }
}
