package org.abn.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReproductionReportTest {

  private static ReportPage page(int table, List<String> warnings) {
    return ExampleRuns.reproduction(warnings, table).page();
  }

  private static <T extends Section> T section(ReportPage page, Class<T> type) {
    return page.sections().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saysFirstThatItIsARehearsal() {
    Notice notice = (Notice) page(1, List.of()).sections().get(0);
    assertThat(notice.title()).isEqualTo("Table 1 is a rehearsal");
    assertThat(notice.text()).contains("at most 500 training", "1 of the recipe's 300 epochs");
  }

  @Test
  void hasARowAFigureAndNoEmptyColumn() {
    Table table = section(page(1, List.of()), Table.class);
    assertThat(table.rows()).hasSize(15);
    assertThat(table.headers()).contains("ours").doesNotContain("by images held out");
    List<Cell> row = table.rows().get(14);
    assertThat(row.get(table.headers().indexOf("published")).text()).isEqualTo("22.82");
    assertThat(row.get(table.headers().indexOf("ours")).text()).isEqualTo("70.00");
    assertThat(row.get(table.headers().indexOf("state")).note()).isEqualTo("1 of 1 epochs, 1 seed");
    assertThat(table.rows().get(0)).extracting(Cell::text).contains("31.47", "not run");
  }

  @Test
  void drawsTheAuthorsCurveBesideOurs() {
    Chart chart = section(page(1, List.of()), Charts.class).charts().get(0);
    assertThat(chart.title()).isEqualTo("resnet110 on cifar100");
    assertThat(chart.curves())
        .extracting(Curve::name)
        .containsExactly("abn-resnet110", "abn-resnet110, authors' log");
    assertThat(chart.epochs()).isEqualTo(300);
  }

  @Test
  void showsTheFiguresThatWereDrawn() {
    ReportPage page = ExampleRuns.reproductionWithFigure("Rehearsal: <few> images.").page();
    assertThat(page.title()).isEqualTo("The paper's tables and figures, reproduced");
    assertThat(page.sections().get(1))
        .isEqualTo(new Notice("Figure 4 is a rehearsal", "Rehearsal: <few> images."));
    Pictures figure = section(page, Pictures.class);
    assertThat(figure.title()).isEqualTo("Figure 4. Maps");
    assertThat(figure.caption())
        .isEqualTo(
            "Six images. cifar100/abn-resnet110: seed 1, 300 epochs on cifar100. In full size:"
                + " figures/figure-4.png.");
    assertThat(figure.pictures()).singleElement().extracting(ReportPicture::width).isEqualTo(30);
    assertThat(page.html()).contains("&lt;few&gt; images", "alt=\"Figure 4. Maps\"");
  }

  @Test
  void namesWhatFailed() {
    ReportPage page = page(2, List.of("cifar100/resnet20, seed 1 failed: the disk is full"));
    assertThat(section(page, Text.class).paragraphs()).singleElement().asString().contains("disk");
  }

  @Test
  void isWellFormedWhateverNamesThereAre() {
    assertThat(page(4, List.of("<script>alert(1)</script>")).html())
        .contains("MOON", "5_o_Clock_Shadow")
        .doesNotContain("<script>alert", "out/<b>");
  }
}
