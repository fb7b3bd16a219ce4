package org.abn.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.abn.data.record.LabelNames;
import org.abn.model.explain.ExplanationMethod;
import org.abn.spark.explanation.GalleryImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** Galleries as people see and use them. */
@Tag("browser")
class GalleryBrowserTest {
  private static final int IMAGES = 200;
  private static final List<ExplanationMethod> ALL = List.of(ExplanationMethod.values());
  private static final List<String> CLASSES = ExampleGallery.CLASSES.classes();

  @TempDir private static Path folder;
  private static Browser chromium;
  private static ChromeDriver browser;

  @BeforeAll
  static void start() throws IOException {
    chromium = Browser.start(folder);
    browser = chromium.driver();
    chromium.write("classes", ExampleGallery.ofClasses(IMAGES, ALL).page());
    chromium.write("attributes", attributes().page());
  }

  private static ExplanationReport attributes() {
    List<ExplanationMethod> methods = List.of(ExplanationMethod.GRAD_CAM);
    LabelNames names = ExampleGallery.ATTRIBUTES;
    List<GalleryImage> shown =
        IntStream.range(0, 20)
            .mapToObj(
                k -> ExampleGallery.ofAttributes(k, new int[] {0, k % 2}, ExampleGallery.score(k)))
            .map(image -> ExampleGallery.shown(image, methods))
            .toList();
    return ExampleGallery.report(names, methods, shown);
  }

  @AfterAll
  static void stop() {
    chromium.close();
  }

  @BeforeEach
  void open() throws InterruptedException {
    chromium.show("light", Browser.DESKTOP);
    chromium.open("classes");
  }

  @ParameterizedTest
  @CsvSource({
    "classes, light, 1280, 900",
    "classes, dark, 1280, 900",
    "classes, light, 390, 844",
    "classes, dark, 390, 844",
    "attributes, light, 1280, 900",
    "attributes, dark, 390, 844"
  })
  void isAccessibleAndFits(String page, String scheme, int width, int height)
      throws IOException, InterruptedException {
    chromium.open(page);
    chromium.show(scheme, new Dimension(width, height));
    String picture = "gallery-%s-%s-%s".formatted(page, scheme, width);
    assertSound(width);
    chromium.screenshot(picture + ".png");
    card(1).sendKeys(Keys.ENTER);
    assertSound(width);
    assertThat(chromium.number("return document.querySelector('dialog').scrollWidth"))
        .isLessThanOrEqualTo(width);
    chromium.screenshotOfWindow(picture + "-large.png");
  }

  private static void assertSound(int width) {
    assertThat(new AxeBuilder().analyze(browser).getViolations()).isEmpty();
    assertThat(chromium.number("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(width);
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void filtersByLabelAndPrediction() {
    assertThat(count()).isEqualTo("200 of 200 images");
    choose("label", "cat");
    assertThat(names()).hasSize(50).allMatch(name -> number(name) % 4 == 0);
    assertThat(count()).isEqualTo("50 of 200 images");
    choose("predicted", "dog"); // every twentieth is a cat that is predicted wrong
    assertThat(names()).hasSize(10).allMatch(name -> number(name) % 20 == 0);
    browser.findElement(By.cssSelector(".filters [type=reset]")).click();
    assertThat(count()).isEqualTo("200 of 200 images");
  }

  @Test
  void filtersByAClassWhateverItsName() {
    choose("predicted", CLASSES.get(2));
    assertThat(names())
        .hasSize(50)
        .allMatch(name -> (number(name) + (number(name) % 5 == 0 ? 1 : 0)) % 4 == 2);
  }

  @Test
  void filtersByRightOrWrong() throws InterruptedException {
    choose("verdict", "wrong");
    assertThat(names()).hasSize(40).allMatch(name -> number(name) % 5 == 0);
    choose("verdict", "right");
    assertThat(count()).isEqualTo("160 of 200 images");
    chromium.open("attributes");
    choose("verdict", "wrong");
    assertThat(names())
        .isNotEmpty()
        .allMatch(name -> number(name) % 2 == (ExampleGallery.score(number(name)) > 0.5f ? 0 : 1));
  }

  @Test
  void filtersByScore() {
    slide("from", "0.9");
    assertThat(names())
        .isNotEmpty()
        .allMatch(name -> Math.round(100 * ExampleGallery.score(number(name))) >= 90);
    slide("to", "0.4"); // takes the lower end along
    assertThat(browser.findElement(By.cssSelector("[name=from]")).getAttribute("value"))
        .isEqualTo("0.4");
    assertThat(browser.findElements(By.cssSelector(".filters output")))
        .extracting(WebElement::getText)
        .containsExactly("0.40", "0.40");
    assertThat(names())
        .isNotEmpty()
        .allMatch(name -> Math.round(100 * ExampleGallery.score(number(name))) == 40);
    slide("from", "0");
    slide("to", "0.1");
    assertThat(count()).isEqualTo("0 of 200 images");
  }

  @Test
  void sortsAndGoesBackToTheOrderOfTheImages() {
    choose("order", "highest score");
    Comparator<String> byScore = Comparator.comparing(name -> -ExampleGallery.score(number(name)));
    assertThat(names()).hasSize(IMAGES).isSortedAccordingTo(byScore);
    choose("order", "lowest score");
    assertThat(names()).isSortedAccordingTo(byScore.reversed());
    choose("order", "label");
    assertThat(number(names().get(0)) % 4).isEqualTo(2); // "</script>" is before letters
    choose("order", "order of the images");
    assertThat(names()).isSortedAccordingTo(Comparator.comparing(GalleryBrowserTest::number));
  }

  @Test
  void goesFromCardToCardByKeyboard() {
    choose("verdict", "right"); // 1, 2, 3, 4, 6...
    List<String> names = names();
    browser.executeScript("arguments[0].focus()", card(1));
    assertThat(press(Keys.ARROW_RIGHT)).isEqualTo(names.get(1));
    assertThat(press(Keys.ARROW_DOWN)).isEqualTo(names.get(5)); // 4 in a row
    assertThat(press(Keys.ARROW_UP)).isEqualTo(names.get(1));
    assertThat(press(Keys.ARROW_LEFT)).isEqualTo(names.get(0));
    assertThat(press(Keys.ARROW_LEFT)).isEqualTo(names.get(0));
    assertThat(press(Keys.END)).isEqualTo(names.get(159));
    assertThat(press(Keys.HOME)).isEqualTo(names.get(0));
    assertThat(press(Keys.TAB)).isEqualTo(names.get(1));
  }

  @Test
  void tabReachesTheFiltersThenTheCards() {
    browser.findElement(By.cssSelector("nav li:nth-child(2) a")).click();
    List<String> reached =
        IntStream.range(0, 11)
            .mapToObj(
                i -> {
                  browser.switchTo().activeElement().sendKeys(Keys.TAB);
                  WebElement now = browser.switchTo().activeElement();
                  String name = now.getAttribute("name");
                  return name == null || name.isEmpty() ? now.getAttribute("class") : name;
                })
            .toList();
    assertThat(reached)
        .containsExactly(
            "label",
            "predicted",
            "verdict",
            "order",
            "from",
            "to",
            "method",
            "",
            "skip",
            "open",
            "open");
  }

  @Test
  void enlargesAndGoesBackToTheCard() {
    browser.executeScript("arguments[0].focus()", card(3));
    browser.switchTo().activeElement().sendKeys(Keys.ENTER);
    assertThat(large().isDisplayed()).isTrue();
    assertThat(large().findElement(By.tagName("h3")).getText()).isEqualTo("test/2.jpg");
    assertThat(large().getText())
        .contains("3 of 200", CLASSES.get(2) + ", score 0.94", "map 0.25 to 0.75");
    browser.switchTo().activeElement().sendKeys(Keys.ARROW_RIGHT);
    assertThat(large().findElement(By.tagName("h3")).getText()).isEqualTo("test/3.jpg");
    browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);
    assertThat(large().isDisplayed()).isFalse();
    assertThat(focused()).isEqualTo("test/3.jpg");
  }

  @Test
  void stepsThroughWhatIsShownOnlyAndRound() {
    choose("verdict", "wrong");
    card(1).sendKeys(Keys.ENTER);
    large().findElement(By.className("previous")).click();
    assertThat(large().getText()).contains("test/195.jpg", "40 of 40");
    large().findElement(By.className("next")).click();
    assertThat(large().getText()).contains("test/0.jpg", "1 of 40");
    large().findElement(By.className("close")).click();
    assertThat(large().isDisplayed()).isFalse();
  }

  @Test
  void fadesFromTheImageToTheMap() {
    card(1).sendKeys(Keys.ENTER);
    WebElement fade = large().findElement(By.name("fade"));
    assertThat(fade.getAccessibleName()).isEqualTo("From image to map");
    assertThat(map().getCssValue("opacity")).isEqualTo("1");
    fade.sendKeys(Keys.ARROW_LEFT);
    assertThat(map().getCssValue("opacity")).isEqualTo("0.99");
    assertThat(fade.getAttribute("aria-valuetext")).isEqualTo("99 % map");
    fade.sendKeys(Keys.HOME);
    assertThat(map().getCssValue("opacity")).isEqualTo("0");
    assertThat(large().findElement(By.tagName("h3")).getText()).isEqualTo("test/0.jpg");
  }

  @Test
  void showsTheMapsOfTheMethodThatIsChosenInBothViews() {
    assertThat(visibleMaps()).containsOnly("attention map").hasSize(IMAGES);
    card(1).sendKeys(Keys.ENTER);
    pick(large().findElement(By.name("method")), "Grad-CAM");
    assertThat(map().getAttribute("alt")).endsWith("; Grad-CAM");
    assertThat(large().getText()).contains("shown\nGrad-CAM");
    browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);
    assertThat(visibleMaps()).containsOnly("Grad-CAM").hasSize(IMAGES);
    choose("method", "CAM");
    assertThat(visibleMaps()).containsOnly("CAM").hasSize(IMAGES);
  }

  @Test
  void isAGridOfAllMapsWithoutScript() throws IOException, InterruptedException {
    browser.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    try {
      chromium.open("classes");
      assertThat(browser.findElements(By.cssSelector(".card"))).hasSize(IMAGES);
      assertThat(browser.findElements(By.cssSelector(".card:first-child img")))
          .hasSize(4)
          .allMatch(WebElement::isDisplayed);
      assertThat(browser.findElement(By.className("filters")).isDisplayed()).isFalse();
      assertThat(card(1).isDisplayed()).isFalse();
      assertThat(count()).isEqualTo("200 images");
      assertThat(browser.findElement(By.tagName("noscript")).getText())
          .isEqualTo("In each the image, then under its maps: attention map, CAM, Grad-CAM.");
      chromium.screenshotOfWindow("gallery-without-script.png");
    } finally {
      browser.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }
  }

  @Test
  void printsTheCardsThatTheFilterLeaves() throws IOException {
    chromium.show("dark", Browser.DESKTOP);
    choose("verdict", "wrong");
    browser.executeScript("dispatchEvent(new Event('beforeprint'))");
    browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
    assertThat(names()).hasSize(40);
    assertThat(browser.findElement(By.className("filters")).isDisplayed()).isFalse();
    assertThat(browser.findElement(By.className("count")).isDisplayed()).isTrue();
    chromium.screenshot("gallery-print.png");
    Object pdf =
        browser.executeCdpCommand("Page.printToPDF", Map.of("printBackground", false)).get("data");
    Files.write(
        Browser.SCREENSHOTS.resolve("gallery.pdf"), Base64.getDecoder().decode((String) pdf));
    browser.executeScript("dispatchEvent(new Event('afterprint'))");
  }

  /** Far more than it takes, and far less than a reader would notice as a fault of the page. */
  @Test
  void filtersTwoHundredImagesAtOnce() {
    long milliseconds =
        chromium.number(
            """
            const verdict = document.querySelector('.filters [name=verdict]');
            const start = performance.now();
            for (const value of ['wrong', 'right', '']) {
              verdict.value = value;
              verdict.dispatchEvent(new Event('change', { bubbles: true }));
              document.body.getBoundingClientRect();
            }
            return Math.round((performance.now() - start) / 3);
            """);
    assertThat(milliseconds).isLessThan(500);
  }

  private static void choose(String name, String text) {
    pick(browser.findElement(By.cssSelector(".filters [name=" + name + "]")), text);
  }

  private static void pick(WebElement select, String text) {
    select.findElements(By.tagName("option")).stream()
        .filter(option -> option.getText().equals(text))
        .findFirst()
        .orElseThrow()
        .click();
  }

  private static void slide(String name, String value) {
    browser.executeScript(
        "arguments[0].value = arguments[1];"
            + "arguments[0].dispatchEvent(new Event('input', { bubbles: true }))",
        browser.findElement(By.cssSelector(".filters [name=" + name + "]")),
        value);
  }

  /** The button of a card by its place on the page, from 1. */
  private static WebElement card(int place) {
    return browser.findElements(By.cssSelector(".card:not([hidden]) .open")).get(place - 1);
  }

  private static WebElement large() {
    return browser.findElement(By.className("large"));
  }

  private static WebElement map() {
    return large().findElement(By.cssSelector(".stage .map"));
  }

  private static String count() {
    return browser.findElement(By.className("count")).getText();
  }

  private static String press(Keys key) {
    browser.switchTo().activeElement().sendKeys(key);
    return focused();
  }

  /** The name of the image whose card has the focus. */
  private static String focused() {
    return (String)
        browser.executeScript(
            "return document.activeElement.closest('.card').querySelector('.name').textContent");
  }

  /** Of the images that are shown, in their order. */
  private static List<String> names() {
    return texts(".card", "card => card.querySelector('.name').textContent");
  }

  /** What the maps that are shown are of. */
  private static List<String> visibleMaps() {
    return texts(".card .map", "map => map.alt.split('; ').pop()");
  }

  @SuppressWarnings("unchecked")
  private static List<String> texts(String selector, String text) {
    return (List<String>)
        browser.executeScript(
            "return [...document.querySelectorAll(arguments[0])]"
                + ".filter(some => getComputedStyle(some).display !== 'none').map("
                + text
                + ")",
            selector);
  }

  private static int number(String name) {
    return Integer.parseInt(name.replaceAll("\\D", ""));
  }
}
