package org.abn.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.results.RunData;
import org.abn.spark.results.StoredRun;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class TableReportTest {

  private static final String BASELINE = "cifar100/resnet20";
  private static final String ABN = "cifar100/abn-resnet20";

  private static TableReport report(int table, ConfRuns... runs) {
    Map<String, ConfRuns> byConf = new LinkedHashMap<>();
    for (ConfRuns conf : runs) {
      byConf.put(conf.conf(), conf);
    }
    return TableReport.of(PaperTable.all().get(table - 1), Map.of(), byConf);
  }

  private static TableReport table1() {
    return report(
        1,
        Recorded.conf(BASELINE, Recorded.run(1, 31.0, 31.4), Recorded.run(2, 30.9, 31.2)),
        Recorded.conf(ABN, Recorded.run(1, 30.1, 30.2), Recorded.run(2, 29.9, 30.4)));
  }

  private static String cells(TableReport report, String start) {
    return report.markdown().lines().filter(line -> line.startsWith(start)).findFirst().orElse("");
  }

  @Test
  void hasThePapersLayoutWithOursBelow() {
    assertThat(cells(table1(), "| ResNet20 |"))
        .isEqualTo(
            "| ResNet20 | 31.47<br>**31.30 ± 0.14** | 30.61 (−0.86)<br>not run |"
                + " 30.46 (−1.01)<br>**30.30 ± 0.14** (−1.00, p = 0.13) |");
  }

  @Test
  void takesTheLastEpochAsTheHeadlineAndTheBestBesideIt() {
    TableLine line = table1().line("ResNet20", "g(x)").orElseThrow();
    assertThat(line.state()).isEqualTo(ConfRuns.State.DONE);
    assertThat(line.last().mean()).isCloseTo(31.3, within(1e-9));
    assertThat(line.best().mean()).isCloseTo(30.95, within(1e-9));
    assertThat(line.chosen()).isNull();
  }

  @Test
  void takesTheEpochThatImagesHeldOutChoose() {
    SeedRun run = Recorded.run(1, 31.0, 31.4);
    List<EpochMetrics> epochs =
        List.of(
            Recorded.metrics(1, 31.0, 34.0, Map.of()),
            Recorded.metrics(2, 32.0, 33.0, Map.of()),
            Recorded.metrics(3, 31.5, 33.5, Map.of()));
    SeedRun held =
        new SeedRun(
            1,
            run.directory(),
            3,
            run.stored().map(stored -> new StoredRun(stored.record(), epochs)));
    TableLine line =
        report(1, Recorded.conf(BASELINE, held)).line("ResNet20", "g(x)").orElseThrow();
    assertThat(line.chosen().mean()).isEqualTo(32.0);
    assertThat(line.best().mean()).isEqualTo(31.0);
    assertThat(line.last().mean()).isEqualTo(31.5);
  }

  @Test
  void doesNotMixWhatIsUnfinishedWithWhatIsDone() {
    TableReport report =
        report(1, Recorded.conf(BASELINE, Recorded.run(1, 31.4), Recorded.begun(2, 300, 80, 70)));
    TableLine line = report.line("ResNet20", "g(x)").orElseThrow();
    assertThat(line.state()).isEqualTo(ConfRuns.State.UNFINISHED);
    assertThat(line.last()).isEqualTo(new Statistics(1, 31.4, null));
    assertThat(report.markdown()).contains("**31.40** *seeds to do*");
  }

  @Test
  void saysHowFarAnUnfinishedRunIsAndComparesItWithNothingLonger() {
    TableReport report =
        report(
            1,
            Recorded.conf(BASELINE, Recorded.run(1, 31.4)),
            Recorded.conf(ABN, Recorded.begun(1, 300, 80, 70)));
    TableLine line = report.line("ResNet20", "g(x) · (1 + M(x))").orElseThrow();
    assertThat(line.difference()).isNull();
    assertThat(report.markdown()).contains("**70.00** *after 2 of 300 epochs*");
  }

  /** Rows that were asked for one after the other, each with settings of its own. */
  @Test
  void comparesARehearsalWithNothingThatIsNone() {
    RunData whole = new RunData("cifar100", 100, 50_000, 10_000);
    SeedRun limited = Recorded.run(1, 300, Map.of("data.limit", 500), whole, 90.0);
    TableReport report =
        report(1, Recorded.conf(BASELINE, Recorded.run(1, 31.4)), Recorded.conf(ABN, limited));
    assertThat(report.line("ResNet20", "g(x) · (1 + M(x))").orElseThrow().difference()).isNull();
  }

  @Test
  void saysWhyAFigureIsMissing() {
    ConfRuns failed =
        new ConfRuns(
            BASELINE,
            300,
            new ConfRuns.Cost(1, 1),
            List.of(new SeedRun(1, "out", 300, Optional.empty())),
            Optional.of("the disk is full | really"),
            true);
    TableReport report = report(1, failed);
    assertThat(report.line("ResNet20", "g(x)").orElseThrow().state())
        .isEqualTo(ConfRuns.State.FAILED);
    assertThat(report.markdown()).contains("failed: the disk is full \\| really");
  }

  @Test
  void marksARehearsalInEveryOutput() throws IOException {
    SeedRun run =
        Recorded.run(
            1, 1, Map.of("data.limit", 500), new RunData("cifar100", 100, 50_000, 10_000), 99.0);
    TableReport report = report(1, Recorded.conf(BASELINE, run));
    String mark = "Rehearsal: at most 500 training and as many test images.";
    assertThat(report.marks()).contains(mark);
    assertThat(report.markdown()).contains("> **" + mark + "**");
    assertThat(csv(report).get(0).get("marks")).contains(mark);
  }

  @Test
  void isALineAFigureAsCsv() throws IOException {
    List<CSVRecord> lines = csv(table1());
    assertThat(lines).hasSize(15);
    assertThat(lines.get(2).toMap())
        .containsEntry("conf", ABN)
        .containsEntry("published", "30.46")
        .containsEntry("published_difference", "-1.0100")
        .containsEntry("state", "DONE")
        .containsEntry("epochs", "300")
        .containsEntry("seeds", "2")
        .containsEntry("last", "30.3000")
        .containsEntry("difference", "-1.0000")
        .containsEntry("test", "paired t-test")
        .containsEntry("parameters", "278324");
    assertThat(lines.get(1).toMap()).containsEntry("state", "").containsEntry("last", "");
  }

  private static List<CSVRecord> csv(TableReport report) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).build();
    return format.parse(new StringReader(report.csv())).getRecords();
  }

  @Test
  void keepsWhatWasPublishedOnlyAndTheStartingCode() {
    String table2 = report(2).markdown();
    assertThat(table2)
        .contains("published only")
        .contains("ResNeXt are better on CIFAR than those that the paper compares with");
    assertThat(report(2, Recorded.conf("cifar100/wrn-28-10", Recorded.run(1, 18.9))).markdown())
        .contains("| WideResNet 28-10 | CIFAR100 | 19.25 | 18.14 | 18.90 |");
  }

  @Test
  void showsAccuraciesWhereThePaperDoes() {
    TableReport report = report(3, Recorded.conf("compcars/vgg16", Recorded.run(1, 14.1)));
    assertThat(report.line("VGG16", "model").orElseThrow().last().mean())
        .isCloseTo(85.9, within(1e-9));
  }

  /**
   * Two attributes; ours is better than the baseline on one, and than every published one on it.
   */
  @Test
  void countsTheAttributesThatOursIsBetterOn() {
    Map<String, Double> baseline = Map.of("Bald", 98.0, "Smiling", 90.0);
    Map<String, Double> abn = Map.of("Bald", 99.9, "Smiling", 10.0);
    TableReport report =
        report(
            4,
            Recorded.conf("celeba/multitask-resnet101", Recorded.attributes(1, baseline)),
            Recorded.conf("celeba/abn-multitask-resnet101", Recorded.attributes(1, abn)));
    assertThat(report.attributes().odds())
        .containsEntry("ResNet101", new AttributeComparison.Odds(1, 2))
        .containsEntry("FaceTracer", new AttributeComparison.Odds(1, 2));
    assertThat(report.attributes().lines()).hasSize(40);
    assertThat(report.markdown())
        .contains("MOON (unverified)")
        .contains("| Bald |")
        .contains("**1/2**");
  }
}
