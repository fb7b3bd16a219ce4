package org.abn.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.abn.spark.report.Cell.Mark;
import org.abn.spark.report.Figures.Figure;
import org.abn.spark.results.EpochMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunReportTest {

  @Test
  void saysTheLastErrorAndTheBestBesideIt() {
    RunReport run = ExampleRuns.attention(10, 10);
    List<Figure> figures = only(Figures.class, run.page()).figures();
    EpochMetrics best = EpochMetrics.best(run.epochs());
    assertThat(figures.get(0).value()).isEqualTo("%.2f %%", run.last().testTop1Error());
    assertThat(figures.get(0).note()).contains("10 of 10");
    assertThat(figures.get(1).value()).isEqualTo("%.2f %%", best.testTop1Error());
    assertThat(figures.get(1).note()).contains("epoch " + best.epoch(), "flatters");
    assertThat(figures.get(2).value()).isEqualTo("%.2f %%", run.last().attentionHead1Error());
    assertThat(figures.get(3).label()).isEqualTo("images/s");
  }

  @Test
  void saysByWhichImagesTheBestEpochWasChosen() {
    RunReport run = ExampleRuns.validated();
    Figure best = only(Figures.class, run.page()).figures().get(1);
    assertThat(best.value()).isEqualTo("31.00 %");
    assertThat(best.note()).contains("epoch 2", "held out").doesNotContain("flatters");
    Table epochs = only(Table.class, run.page());
    assertThat(epochs.caption()).contains("held out");
    assertThat(epochs.headers()).contains("held out top-1").doesNotContain("attention top-1");
    assertThat(epochs.rows().get(1)).contains(Cell.number(31.0, 2).marked(Mark.BEST));
    assertThat(run.errors().curves()).contains(new Curve("held out", List.of(44.0, 33.0, 35.0)));
    assertThat(only(Table.class, ExampleRuns.baseline(3).page()).headers())
        .doesNotContain("held out top-1");
  }

  /** The paper's figures are of epochs chosen on the test images. */
  @Test
  void comparesWithTheAuthorsByTheSameChoice() {
    RunReport like = ExampleRuns.validated();
    var run =
        new RunReport(
            ExampleRuns.record(Map.of("network.name", "abn-resnet110", "train.epochs", 3)),
            "cifar100",
            like.epochs(),
            List.of());
    Table table = table("Beside the authors' log", run.page());
    assertThat(table.caption()).contains("chosen on the test images, which flatters");
    assertThat(table.rows().get(0)).extracting(Cell::text).contains("30.00", "3");
  }

  @Test
  void drawsTheAuthorsCurveOfTheSameNetworkOnTheSameDataset() {
    List<Curve> curves = ExampleRuns.attention(10, 300).errors().curves();
    Curve authors = curves.get(curves.size() - 1);
    assertThat(authors.name()).isEqualTo("authors' log, test");
    assertThat(authors.values()).hasSize(300);
    assertThat(authors.values().get(0)).isEqualTo(100 - 2.82, within(1e-9));
    assertThat(ExampleRuns.baseline(3).errors().curves())
        .extracting(Curve::name)
        .containsExactly("test", "training", "top-5, test");
  }

  /** The figures that the paper's authors published, best and last. */
  @ParameterizedTest
  @CsvSource({
    "cifar100, abn-resnet110, 283, 22.82, 23.03",
    "cifar100, abn-densenet-100-12, , 21.58, 22.07",
    "cifar100, abn-wrn-28-10, , 18.11, 20.00",
    "cifar100, abn-resnext-29-8x4, , 17.68, 17.80",
    "imagenet, abn-imagenet-resnet50, , 23.12, 23.47",
  })
  void readsTheAuthorsLogs(
      String dataset, String network, Integer epoch, double best, double last) {
    AuthorsCurve curve = AuthorsCurve.of(dataset, network).orElseThrow();
    assertThat(curve.testErrors().get(curve.best() - 1)).isEqualTo(best, within(0.006));
    assertThat(curve.last()).isEqualTo(last, within(0.006));
    if (epoch != null) {
      assertThat(curve.best()).isEqualTo(epoch);
    }
  }

  @Test
  void hasNoLogOfOtherNetworks() {
    assertThat(AuthorsCurve.of("cifar10", "abn-resnet110")).isEmpty();
    assertThat(AuthorsCurve.of("cifar100", "../authors/cifar100-abn-resnet110")).isEmpty();
  }

  @Test
  void marksARehearsal() {
    assertThat(only(Notice.class, ExampleRuns.attention(2, 300).page()).text())
        .startsWith("2 of 300 epochs are done");
    assertThat(of(Map.of("train.epochs", 3, "data.limit", 200)).page().sections())
        .first()
        .isEqualTo(new Notice("Rehearsal", "data.limit is 200: no figure here is a result."));
    assertThat(of(Map.of("train.epochs", 3)).page().sections()).noneMatch(Notice.class::isInstance);
  }

  @Test
  void listsTheAttributesOfAMultiTaskNetwork() {
    EpochMetrics epoch =
        new EpochMetrics(
            1, 0.1, 1.0, 1.0, 9, 10, null, 11.0, null, 1, 1, Map.of("Smiling", 90.125));
    var run =
        new RunReport(
            ExampleRuns.record(Map.of("train.epochs", 1)), "celeba", List.of(epoch), List.of());
    Table attributes =
        run.page().sections().stream()
            .filter(section -> section.title().equals("Attributes"))
            .map(Table.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(attributes.rows().get(0)).extracting(Cell::order).contains(90.125);
    assertThat(only(Figures.class, run.page()).figures().get(0).label())
        .isEqualTo("mean error over the attributes");
  }

  @Test
  void refusesARunOfNoEpoch() {
    assertThatThrownBy(() -> new RunReport(ExampleRuns.record(Map.of()), "x", List.of(), List.of()))
        .hasMessageContaining("no epoch");
  }

  private static RunReport of(Map<String, Object> configuration) {
    return new RunReport(
        ExampleRuns.record(configuration), "cifar10", ExampleRuns.baseline(3).epochs(), List.of());
  }

  private static <T extends Section> T only(Class<T> kind, ReportPage page) {
    return page.sections().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void standsBesideThePapersFigures() {
    Table table = table("Beside the paper", ExampleRuns.attention(2, 300).page());
    assertThat(table.rows()).hasSize(2); // of Tables 1 and 2
    assertThat(table.rows().get(0))
        .extracting(Cell::text)
        .startsWith("Table 1, ResNet110, g(x) · (1 + M(x))", "top-1 error", "22.82", "24.14");
    assertThat(ExampleRuns.baseline(2).page().sections())
        .extracting(Section::title)
        .doesNotContain("Beside the paper");
  }

  private static Table table(String title, ReportPage page) {
    return page.sections().stream()
        .filter(section -> section.title().equals(title))
        .map(Table.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
