package org.abn.spark.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.abn.spark.report.Cell;
import org.abn.spark.report.Charts;
import org.abn.spark.report.Curve;
import org.abn.spark.report.Figures;
import org.abn.spark.report.Figures.Figure;
import org.abn.spark.report.ReportPage;
import org.abn.spark.report.RunReport;
import org.abn.spark.report.Section;
import org.abn.spark.report.Table;
import org.abn.spark.results.EpochMetrics;
import org.abn.spark.results.RunData;
import org.abn.spark.results.RunRecord;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class DemoReportTest {
  private static final ReportPage PAGE =
      new DemoReport(
              run(epoch(1, null, 40, null), epoch(2, null, 42, null)),
              run(epoch(1, 2.5, 38, 39.0), epoch(2, 1.5, 35, 36.0)))
          .page();

  @Test
  void saysTheLastErrorsOfBothNetworks() {
    assertThat(section(Figures.class).figures())
        .extracting(Figure::value)
        .containsExactly("42.00 %", "35.00 %", "36.00 %");
  }

  @Test
  void drawsBothNetworksOverOneAnother() {
    assertThat(section(Charts.class).charts().get(0).curves())
        .containsExactly(
            new Curve("baseline: test", List.of(40.0, 42.0)),
            new Curve("ABN: perception branch, test", List.of(38.0, 35.0)),
            new Curve("ABN: attention branch, test", List.of(39.0, 36.0)));
  }

  @Test
  void comparesTheLastAndTheBestEpochs() {
    assertThat(section(Table.class).rows())
        .extracting(row -> row.stream().map(Cell::text).toList())
        .containsExactly(
            List.of("baseline", "42.00", "40.00", "800"),
            List.of("ABN, perception branch", "35.00", "35.00", "800"),
            List.of("ABN, attention branch", "36.00", "", "800"));
  }

  @Test
  void isAPage() {
    assertThat(Jsoup.parse(PAGE.html()).select("figure.chart")).hasSize(4);
  }

  private static <T extends Section> T section(Class<T> kind) {
    return PAGE.sections().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow();
  }

  private static RunReport run(EpochMetrics... epochs) {
    var record =
        new RunRecord(
            "demo",
            Map.of("network.name", "resnet8", "train.epochs", 2),
            "0f".repeat(32),
            new RunData("fashion-mnist", 10, 2000, 500),
            Map.of("java", "17"),
            "c0ffee",
            Map.of("train", 7L),
            List.of("localhost"),
            "2026-01-02T03:04:05Z",
            null);
    return new RunReport(record, "fashion-mnist", List.of(epochs), List.of());
  }

  private static EpochMetrics epoch(int epoch, Double lossAttention, double test, Double head) {
    return new EpochMetrics(
        epoch, 0.1, lossAttention, 2, 45, test, 1.0, head, null, 2.5, 800, Map.of());
  }
}
