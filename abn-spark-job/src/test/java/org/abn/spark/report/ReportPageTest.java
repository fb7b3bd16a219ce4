package org.abn.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.abn.spark.report.Cell.Mark;
import org.abn.spark.report.Chart.Scale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final String HOSTILE = "</script><script>alert('x')</script>&\"'";
  private static final int FIVE_MEGABYTES = 5_000_000;

  @Test
  void isWellFormedAndSaysItsLanguageAndTitle() {
    Document page = parsed(everything("a page").html());
    assertThat(page.documentType()).isNotNull();
    assertThat(page.selectFirst("html").attr("lang")).isEqualTo("en");
    assertThat(page.title()).isEqualTo("a page");
    assertThat(page.select("h1").eachText()).containsExactly("a page");
    assertThat(page.select("h2").eachText())
        .containsExactly("figures", "charts", "table", "pictures", "facts", "text");
    assertThat(page.select("meta[name=viewport]")).hasSize(1);
  }

  @Test
  void linksToEachOfItsSections() {
    Document page = parsed(everything("a page").html());
    assertThat(page.select("nav a")).hasSize(6);
    for (Element link : page.select("nav a")) {
      assertThat(page.select(link.attr("href")).select("h2").text()).isEqualTo(link.text());
    }
  }

  @Test
  void asksForNothingOutsideOfItself() {
    Document page = parsed(everything("a page").html());
    assertThat(page.select("link, iframe, object, embed, script[src], base")).isEmpty();
    assertThat(page.select("[src]").eachAttr("src")).allMatch(uri -> uri.startsWith("data:"));
    assertThat(page.select("[href]").eachAttr("href")).allMatch(uri -> uri.startsWith("#"));
    assertThat(page.select("style").html()).doesNotContain("url(", "@import");
    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .startsWith("default-src 'none'");
  }

  @Test
  void escapesWhateverItIsGiven() {
    Document page = parsed(everything(HOSTILE).html());
    int scripts = parsed(everything("harmless").html()).select("script").size();
    assertThat(page.select("script")).hasSize(scripts);
    assertThat(page.title()).isEqualTo(HOSTILE);
    assertThat(page.select(".legend button").first().text()).startsWith(HOSTILE);
    assertThat(page.select("section.table td").first().text()).contains(HOSTILE);
    assertThat(page.select("img").attr("alt")).isEqualTo(HOSTILE);
    assertThat(page.select("dd").eachText()).contains(HOSTILE);
  }

  @Test
  void carriesTheDataOfEveryCurve() throws IOException {
    Document page = parsed(everything(HOSTILE).html());
    JsonNode data =
        new ObjectMapper().readTree(page.selectFirst("script[type=application/json]").data());
    assertThat(data.at("/epochs")).hasToString("[1,2,3]");
    assertThat(data.at("/logarithmic").booleanValue()).isTrue();
    assertThat(data.at("/curves/0/name").textValue()).isEqualTo(HOSTILE);
    assertThat(data.at("/curves/0/values")).hasToString("[0.5,null,0.25]");
    assertThat(data.at("/curves/1/values")).hasToString("[4.0,null,null]");
  }

  @Test
  void hasTheSameDataAsATable() {
    Document page = parsed(everything("x").html());
    assertThat(page.select("details tbody tr").eachText())
        .containsExactly("1 0.5000 4.000", "2", "3 0.2500");
  }

  @Test
  void drawsEachCurveOfAChartInAnotherStyle() {
    List<CurveStyle> styles = IntStream.range(0, 30).mapToObj(CurveStyle::of).toList();
    assertThat(styles).doesNotHaveDuplicates();
    assertThat(styles.subList(0, 5)).extracting(CurveStyle::dash).doesNotHaveDuplicates();
    assertThat(styles.subList(0, 6)).extracting(CurveStyle::light).doesNotHaveDuplicates();
  }

  @Test
  void sortsColumnsOfNumbersByTheirValues() {
    Document page = parsed(everything("x").html());
    Element table = page.selectFirst("section.table");
    assertThat(table.select("th").eachAttr("aria-sort")).containsOnly("none");
    assertThat(table.select("th button")).hasSize(2);
    assertThat(table.select("td[data-order]").eachAttr("data-order").stream().map(Double::valueOf))
        .containsExactly(1.25, 1e6, 1e-5);
    assertThat(table.select("td strong").text()).isEqualTo("1.3");
  }

  @Test
  void staysBelowFiveMegabytesWhateverItsPicturesAre() {
    List<ReportPicture> large =
        Collections.nCopies(3, new ReportPicture("noise", ExampleRuns.noise(2200, 1600)));
    assertThat(large.get(0).png()).hasSizeGreaterThan(2_000_000);
    String html = new ReportPage("x", "", List.of(new Pictures("many", "", large))).html();
    assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(FIVE_MEGABYTES);
    assertThat(parsed(html).select("img").eachAttr("width")).hasSize(3).doesNotContain("2200");
  }

  /** A quarter of the size is due, and the example's pixels are the same two by two. */
  @Test
  void makesPicturesSmallerByTheMeanOfTheirPixels() throws IOException {
    byte[] png = ExampleRuns.noise(2200, 1600);
    var many = new Pictures("p", "", Collections.nCopies(3, new ReportPicture("noise", png)));
    Pictures small = (Pictures) PictureBudget.applied(List.of(many)).get(0);
    BufferedImage before = image(png);
    BufferedImage after = image(small.pictures().get(0).png());
    assertThat(after.getWidth()).isEqualTo(550);
    assertThat(after.getHeight()).isEqualTo(400);
    for (int shift : new int[] {0, 8, 16}) {
      double mean =
          IntStream.of(
                  before.getRGB(2196, 1596),
                  before.getRGB(2198, 1596),
                  before.getRGB(2196, 1598),
                  before.getRGB(2198, 1598))
              .map(colour -> (colour >> shift) & 0xff)
              .average()
              .orElseThrow();
      assertThat((after.getRGB(549, 399) >> shift) & 0xff).isEqualTo((int) mean);
    }
  }

  private static BufferedImage image(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  @Test
  void leavesSmallPicturesAsTheyAre() {
    byte[] png = ExampleRuns.noise(64, 32);
    var pictures = new Pictures("p", "", List.of(new ReportPicture("noise", png)));
    Document page = parsed(new ReportPage("x", "", List.of(pictures)).html());
    assertThat(page.selectFirst("img").attr("src")).isEqualTo(pictures.pictures().get(0).uri());
    assertThat(page.selectFirst("img").attr("width")).isEqualTo("64");
    assertThat(page.selectFirst("img").attr("height")).isEqualTo("32");
  }

  @Test
  void refusesTablesThatAreNotWhole() {
    assertThatThrownBy(() -> new Table("t", "", List.of("a", "b"), List.of(List.of(Cell.of("1")))))
        .hasMessage("t: a row has 1 cells, expected 2");
    assertThatThrownBy(() -> new Table("t", "", List.of("a", ""), List.of()))
        .hasMessage("t: a column has no name");
  }

  @Test
  void refusesZeroOnALogarithmicScale() {
    List<Curve> curves = List.of(new Curve("rate", List.of(0.1, 0.0)));
    assertThatThrownBy(() -> new Chart("c", "", Scale.LOGARITHMIC, "", curves))
        .hasMessageContaining("must be above 0");
  }

  /** A section of each kind. */
  private static ReportPage everything(String name) {
    Curve first = new Curve(name, Arrays.asList(0.5, null, 0.25));
    Curve second = new Curve("b", List.of(4.0));
    return new ReportPage(
        name,
        "lead",
        List.of(
            new Notice("Rehearsal", name),
            new Figures("figures", List.of(new Figures.Figure("1 %", name, ""))),
            new Charts(
                "charts",
                List.of(new Chart("c", "%", Scale.LOGARITHMIC, name, List.of(first, second)))),
            new Table(
                "table",
                name,
                List.of("a", name),
                List.of(
                    List.of(Cell.of(name).withNote(name), Cell.number(1.25, 1).marked(Mark.BEST)),
                    List.of(Cell.of("b"), Cell.number(1e6, 0)),
                    List.of(Cell.of("c"), Cell.number(1e-5, 5)))),
            new Pictures("pictures", "", List.of(new ReportPicture(name, ExampleRuns.noise(8, 8)))),
            new Facts("facts", Map.of("key", name)),
            new Text("text", List.of(name))));
  }

  private static Document parsed(String html) {
    Parser parser = Parser.htmlParser().setTrackErrors(10);
    Document page = parser.parseInput(html, "");
    assertThat(parser.getErrors()).isEmpty();
    return page;
  }
}
