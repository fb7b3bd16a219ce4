package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.abn.spark.experiment.Experiment;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.tensorboard.EventReader;
import org.abn.spark.tensorboard.EventReader.Picture;
import org.abn.spark.tensorboard.EventReader.Read;
import org.apache.spark.api.java.JavaSparkContext;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves for people, of one epoch and of two. */
@Tag("spark")
class TrainingReportTest {

  @TempDir private static Path folder;

  @Test
  void isThereAtTheEndAndGrowsWithTheRun() throws IOException {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    try (JavaSparkContext spark = SparkContexts.start("report")) {
      String data = folder.resolve("shards").toString();
      new ShardAction("cifar10", TinyCifar.write(folder.resolve("cifar")).toString(), data, 1)
          .run(spark);
      Path run = folder.resolve("run");
      List<EpochMetrics> first = train(spark, data, run, 1);
      assertReport(run, 1, first.get(0));
      List<EpochMetrics> both = train(spark, data, run, 2);
      assertReport(run, 2, both.get(1));
    } finally {
      System.clearProperty("spark.master");
      System.clearProperty("spark.ui.enabled");
    }
  }

  private static List<EpochMetrics> train(JavaSparkContext spark, String data, Path run, int epochs)
      throws IOException {
    Experiment experiment = TinyCifar.experiment(folder, data, run.toString(), epochs);
    try (var termination = new Termination();
        TrainingRun training = TrainingRun.prepare(spark.hadoopConfiguration(), experiment)) {
      training.train(spark, termination);
      return training.report().epochs();
    }
  }

  private static void assertReport(Path run, int epochs, EpochMetrics last) throws IOException {
    Document page = Jsoup.parse(Files.readString(run.resolve("report.html")));
    assertThat(page.title()).isEqualTo("abn-resnet8 on cifar10");
    assertThat(page.text()).contains("trained for " + epochs + " of " + epochs + " epochs");
    assertThat(page.text()).doesNotContain("Rehearsal").doesNotContain("not yet");
    assertThat(page.select("img")).hasSize(1);
    for (String curve : new String[] {"errors.png", "losses.png"}) {
      assertThat(ImageIO.read(run.resolve("curves").resolve(curve).toFile())).isNotNull();
    }
    assertEvents(run, epochs, last);
  }

  private static void assertEvents(Path run, int epochs, EpochMetrics last) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(run.resolve("tensorboard"))) {
      files = listed.toList();
    }
    assertThat(files).hasSize(1);
    assertThat(files.get(0).getFileName().toString())
        .matches("events\\.out\\.tfevents\\.\\d+\\..+");
    List<Read> events = EventReader.read(Files.readAllBytes(files.get(0)));
    assertThat(events).hasSize(1 + epochs + 1);
    Read epoch = events.get(epochs);
    assertThat(epoch.step()).isEqualTo(epochs);
    assertThat(epoch.values())
        .containsEntry("error/test_top1", (float) last.testTop1Error())
        .containsEntry("loss/attention", last.lossAttention().floatValue())
        .containsEntry("learning_rate", (float) last.learningRate())
        .hasSize(9);
    Picture maps = (Picture) events.get(epochs + 1).values().get("attention/overview");
    assertThat(maps.png()).isEqualTo(Files.readAllBytes(run.resolve("attention/overview.png")));
  }
}
