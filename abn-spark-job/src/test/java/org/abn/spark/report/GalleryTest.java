package org.abn.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.abn.model.explain.ExplanationMethod;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class GalleryTest {
  private static final int EIGHT_MEGABYTES = 8_000_000;
  private static final String HOSTILE = ExampleGallery.CLASSES.classes().get(2);
  private static final List<ExplanationMethod> ALL = List.of(ExplanationMethod.values());
  private static final List<ExplanationMethod> GRAD_CAM = List.of(ExplanationMethod.GRAD_CAM);

  @Test
  void showsAllItKnowsWithoutScript() {
    Document page = parsed(ExampleGallery.ofClasses(8, ALL).page().html());
    assertThat(page.select(".card")).hasSize(8);
    Element card = page.select(".card").get(1);
    assertThat(card.select("img").eachAttr("alt"))
        .containsExactly(
            "test/1.jpg: is dog, predicted dog, score 0.57; the image",
            "test/1.jpg: is dog, predicted dog, score 0.57; attention map",
            "test/1.jpg: is dog, predicted dog, score 0.57; CAM",
            "test/1.jpg: is dog, predicted dog, score 0.57; Grad-CAM");
    assertThat(card.select("img").eachAttr("width")).containsOnly("168");
    assertThat(card.select("p").eachText())
        .containsExactly("dog 0.57", "label: dog right", "test/1.jpg");
    assertThat(page.select("form.filters, .open")).isNotEmpty().allMatch(e -> e.hasAttr("hidden"));
    assertThat(page.select(".count").text()).isEqualTo("8 images");
  }

  @Test
  void offersTheClassesThatThereAreAndNoChoiceOfOne() {
    Document page = parsed(ExampleGallery.ofClasses(4, GRAD_CAM).page().html());
    assertThat(page.select("select[name=label] option").eachText())
        .containsExactly("any", HOSTILE, "cat", "dog", "tabby, tabby cat");
    assertThat(page.select("select[name=predicted] option").eachText())
        .containsExactly("any", HOSTILE, "dog", "tabby, tabby cat");
    assertThat(page.select("select[name=verdict] option").eachText())
        .containsExactly("any", "right", "wrong");
    assertThat(page.select("select[name=method]")).isEmpty();
  }

  @Test
  void offersNoClassesOfAttributes() {
    var image = ExampleGallery.ofAttributes(1, new int[] {0, 1}, 0.75f);
    Document page =
        parsed(
            ExampleGallery.report(
                    ExampleGallery.ATTRIBUTES,
                    GRAD_CAM,
                    List.of(ExampleGallery.shown(image, GRAD_CAM)))
                .page()
                .html());
    assertThat(page.select("select").eachAttr("name")).containsExactly("order");
    assertThat(page.select("option").eachAttr("value")).doesNotContain("label", "predicted");
  }

  @Test
  void escapesNamesOfClasses() throws IOException {
    Document page = parsed(ExampleGallery.ofClasses(3, GRAD_CAM).page().html());
    Document harmless = parsed(report(1).html());
    assertThat(page.select("script")).hasSameSizeAs(harmless.select("script"));
    assertThat(page.select("b")).isEmpty();
    assertThat(page.select(".card").get(2).select("strong").text()).isEqualTo(HOSTILE);
    assertThat(page.select(".card").get(2).select("img").attr("alt")).contains(HOSTILE);
    JsonNode card = data(page).at("/cards/2");
    assertThat(card.at("/predicted").textValue()).isEqualTo(HOSTILE);
    assertThat(card.at("/score").floatValue()).isEqualTo(ExampleGallery.score(2));
    assertThat(card.at("/verdict").textValue()).isEqualTo("right");
    assertThat(card.at("/maps/0/subject").textValue()).isEqualTo("Grad-CAM");
  }

  @Test
  void asksForNothingOutsideOfItself() {
    Document page = parsed(ExampleGallery.ofClasses(3, ALL).page().html());
    assertThat(page.select("[src]").eachAttr("src"))
        .hasSize(12)
        .allMatch(uri -> uri.startsWith("data:image/jpeg;base64,"));
    assertThat(page.select("style").html()).doesNotContain("url(", "@import");
    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .isEqualTo(
            "default-src 'none'; img-src data:; style-src 'unsafe-inline';"
                + " script-src 'unsafe-inline'");
  }

  @Test
  void leavesOtherPagesAsTheyAre() {
    assertThat(report(0).html()).doesNotContain(".cards", "showModal");
  }

  @Test
  void showsTwoHundredImagesInUnderEightMegabytes() {
    String html = ExampleGallery.ofClasses(200, GRAD_CAM).page().html();
    assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(EIGHT_MEGABYTES);
    Document page = parsed(html);
    assertThat(page.select(".card")).hasSize(200);
    assertThat(page.select(".selection")).isEmpty();
  }

  /** Noise is what JPEG files are largest of. */
  @Test
  void showsFewerWhereTheyAreTooLargeAndSaysSo() throws IOException {
    String html = ExampleGallery.ofNoise(200, ALL).page().html();
    assertThat(html.getBytes(StandardCharsets.UTF_8))
        .hasSizeBetween(EIGHT_MEGABYTES * 19 / 20, EIGHT_MEGABYTES);
    Document page = parsed(html);
    int shown = page.select(".card").size();
    assertThat(shown).isBetween(50, 100);
    assertThat(page.select(".selection").text())
        .isEqualTo(
            "Shown are %d of 200 images, evenly chosen: with %d more the page would be larger than"
                + " 8 MB.",
            shown, 200 - shown);
    assertThat(page.select(".count").text()).isEqualTo(shown + " images");
    assertThat(data(page).at("/cards")).hasSize(shown);
    List<Integer> numbers =
        page.select(".card .name").eachText().stream()
            .map(name -> Integer.valueOf(name.replaceAll("\\D", "")))
            .toList();
    assertThat(numbers).isSorted().startsWith(0);
    assertThat(IntStream.range(1, shown).map(i -> numbers.get(i) - numbers.get(i - 1)))
        .allMatch(step -> step >= 200 / shown && step <= 200 / shown + 2);
    assertThat(numbers.get(shown - 1)).isGreaterThan(190);
  }

  @Test
  void refusesCardsOfDifferentMethods() {
    GalleryCard one = cards(ALL).get(0);
    GalleryCard other = cards(GRAD_CAM).get(0);
    assertThatThrownBy(() -> new Gallery("g", "", 2, List.of(one, other), 0))
        .hasMessage("g: cards must have maps by the same methods");
    assertThatThrownBy(() -> new Gallery("g", "", 1, List.of(one), 1))
        .hasMessage("g: has 2 cards of 1 images");
    assertThatThrownBy(
            () -> new GalleryCard("x", one.answer(), "", Map.of(), one.original(), List.of()))
        .hasMessage("x: a card must have a map");
  }

  private static List<GalleryCard> cards(List<ExplanationMethod> methods) {
    return ((Gallery) ExampleGallery.ofClasses(1, methods).page().sections().get(1)).cards();
  }

  private static ReportPage report(int galleries) {
    Gallery gallery = new Gallery("g", "", 1, cards(GRAD_CAM), 0);
    return new ReportPage(
        "x", "", IntStream.range(0, galleries).mapToObj(i -> (Section) gallery).toList());
  }

  private static JsonNode data(Document page) throws IOException {
    return new ObjectMapper().readTree(page.selectFirst("script[type=application/json]").data());
  }

  private static Document parsed(String html) {
    Parser parser = Parser.htmlParser().setTrackErrors(10);
    Document page = parser.parseInput(html, "");
    assertThat(parser.getErrors()).isEmpty();
    return page;
  }
}
