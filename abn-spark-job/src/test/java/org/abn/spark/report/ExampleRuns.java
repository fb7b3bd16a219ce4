package org.abn.spark.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.abn.spark.results.AttentionPicture;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.results.FigureRecord;
import org.abn.spark.results.RunData;
import org.abn.spark.results.RunRecord;
import org.abn.spark.results.StoredFigure;
import org.abn.spark.results.StoredRun;
import org.abn.spark.tables.ConfRuns;
import org.abn.spark.tables.PaperTable;
import org.abn.spark.tables.SeedRun;
import org.abn.spark.tables.TableReport;

/** Runs that nobody trained. */
final class ExampleRuns {

  private ExampleRuns() {}

  /** An attention branch network's on CIFAR-100, of which there is a log of the authors'. */
  static RunReport attention(int epochs, int asked) {
    return new RunReport(
        record(Map.of("network.name", "abn-resnet110", "train.epochs", asked, "train.seed", 7)),
        "cifar100",
        IntStream.rangeClosed(1, epochs).mapToObj(ExampleRuns::attentionEpoch).toList(),
        List.of(new AttentionPicture(AttentionPicture.OVERVIEW, noise(480, 320))));
  }

  /** A baseline's. */
  static RunReport baseline(int epochs) {
    return new RunReport(
        record(Map.of("network.name", "resnet20", "train.epochs", epochs)),
        "cifar10",
        IntStream.rangeClosed(1, epochs).mapToObj(ExampleRuns::baselineEpoch).toList(),
        List.of());
  }

  /** A baseline's for which images were held out; by them, its second epoch is the best. */
  static RunReport validated() {
    return new RunReport(
        record(Map.of("network.name", "resnet20", "train.epochs", 3, "data.validation", 500)),
        "cifar10",
        List.of(
            validatedEpoch(1, 40, 44.0), validatedEpoch(2, 31, 33.0), validatedEpoch(3, 30, 35.0)),
        List.of());
  }

  /** Tables of the paper with one figure of ours, a rehearsal's of a network with a log. */
  static ReproductionReport reproduction(List<String> warnings, int... tables) {
    Map<String, Object> settings = Map.of("train.epochs", 1, "data.limit", 500);
    StoredRun stored = new StoredRun(record(settings), List.of(baselineEpoch(1)));
    String conf = "cifar100/abn-resnet110";
    ConfRuns runs =
        new ConfRuns(
            conf,
            300,
            new ConfRuns.Cost(3_000_000, 400_000_000),
            List.of(new SeedRun(1, "out/<b>", 1, Optional.of(stored))),
            Optional.empty(),
            false);
    List<TableReport> reports =
        IntStream.of(tables)
            .mapToObj(number -> PaperTable.all().get(number - 1))
            .map(table -> TableReport.of(table, Map.of(), Map.of(conf, runs)))
            .toList();
    return new ReproductionReport(reports, List.of(), Map.of(conf, runs), Map.of(), warnings);
  }

  /** The same of one table, with a figure. */
  static ReproductionReport reproductionWithFigure(String mark) {
    var origin =
        new FigureRecord.Origin(
            "cifar100/abn-resnet110", 1, 300, "cifar100", "0f".repeat(32), "c0ffee", "out/run");
    var record =
        new FigureRecord(4, "Maps", List.of("Six images."), List.of(mark), List.of(origin));
    ReproductionReport plain = reproduction(List.of(), 2);
    return new ReproductionReport(
        plain.tables(),
        List.of(new StoredFigure(record, noise(30, 20))),
        plain.runs(),
        plain.overrides(),
        plain.warnings());
  }

  private static EpochMetrics validatedEpoch(int epoch, double test, Double heldOut) {
    return new EpochMetrics(
        epoch, 0.1, null, 1, 25, test, test / 4, null, heldOut, 8, 800, Map.of());
  }

  static RunRecord record(Map<String, Object> configuration) {
    return new RunRecord(
        "example",
        configuration,
        "0f".repeat(32),
        new RunData("cifar100", 100, 50_000, 10_000),
        Map.of("java", "17", "spark", "3.5"),
        "c0ffee",
        Map.of("train", 7L),
        List.of("one", "two"),
        "2026-01-02T03:04:05Z",
        null);
  }

  private static EpochMetrics attentionEpoch(int epoch) {
    double error = 30 + 60.0 / epoch + 2 * Math.sin(epoch);
    return new EpochMetrics(
        epoch,
        epoch <= 6 ? 0.1 : 0.01,
        3.0 / epoch,
        2.5 / epoch,
        error - 8,
        error,
        error / 3,
        error + 3,
        null,
        10,
        500 + epoch % 3,
        Map.of());
  }

  private static EpochMetrics baselineEpoch(int epoch) {
    double error = 20 + 50.0 / epoch;
    return new EpochMetrics(
        epoch, 0.1, null, 2.0 / epoch, error - 5, error, error / 4, null, null, 8, 800, Map.of());
  }

  /** A PNG file that hardly compresses. */
  static byte[] noise(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    Graphics2D drawing = picture.createGraphics();
    for (int y = 0; y < height; y += 2) {
      for (int x = 0; x < width; x += 2) {
        drawing.setColor(new Color(random.nextInt(1 << 24)));
        drawing.fillRect(x, y, 2, 2);
      }
    }
    var png = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }
}
