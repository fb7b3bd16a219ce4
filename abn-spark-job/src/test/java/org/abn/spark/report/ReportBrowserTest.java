package org.abn.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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

/** Reports as people see them. */
@Tag("browser")
class ReportBrowserTest {
  @TempDir private static Path folder;
  private static Browser chromium;
  private static ChromeDriver browser;

  @BeforeAll
  static void start() throws IOException {
    chromium = Browser.start(folder);
    browser = chromium.driver();
    chromium.write("run", ExampleRuns.attention(60, 300).page());
    chromium.write("tables", ExampleRuns.reproduction(List.of("a warning"), 1, 2, 4).page());
  }

  @AfterAll
  static void stop() {
    chromium.close();
  }

  @BeforeEach
  void open() throws InterruptedException {
    chromium.show("light", Browser.DESKTOP);
    chromium.open("run");
  }

  @ParameterizedTest
  @CsvSource({
    "run, light, 1280, 900",
    "run, dark, 1280, 900",
    "run, light, 390, 844",
    "run, dark, 390, 844",
    "tables, light, 1280, 900",
    "tables, dark, 390, 844"
  })
  void isAccessibleAndFits(String page, String scheme, int width, int height)
      throws IOException, InterruptedException {
    chromium.open(page);
    chromium.show(scheme, new Dimension(width, height));
    assertThat(new AxeBuilder().analyze(browser).getViolations()).isEmpty();
    assertThat(chromium.number("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(width);
    assertThat(chromium.complaints()).isEmpty();
    chromium.screenshot("%s-%s-%s.png".formatted(page, scheme, width));
  }

  @Test
  void drawsEveryChartInTheColoursOfThePage() {
    List<List<Object>> light = coloursOfCharts();
    assertThat(light).hasSize(4).allSatisfy(colours -> assertThat(colours).hasSizeGreaterThan(20));
    chromium.show("dark", Browser.DESKTOP);
    chromium.awaitFrames();
    assertThat(coloursOfCharts()).hasSize(4).doesNotContainAnyElementsOf(light);
  }

  @Test
  void chartsFollowTheWidthOfTheWindow() {
    long wide = chromium.number("return document.querySelector('.plot canvas').clientWidth");
    chromium.show("light", Browser.PHONE);
    chromium.awaitFrames();
    long narrow = chromium.number("return document.querySelector('.plot canvas').clientWidth");
    assertThat(narrow).isLessThan(390).isLessThan(wide);
  }

  @Test
  void sortsByKeyboard() {
    WebElement header =
        browser.findElements(By.cssSelector("section.table th")).stream()
            .filter(th -> th.getText().startsWith("loss"))
            .findFirst()
            .orElseThrow();
    WebElement button = header.findElement(By.tagName("button"));
    browser.executeScript("arguments[0].focus()", button);
    button.sendKeys(Keys.ENTER);
    assertThat(header.getAttribute("aria-sort")).isEqualTo("ascending");
    assertThat(firstEpoch(header)).isEqualTo("60");
    button.sendKeys(Keys.SPACE);
    assertThat(header.getAttribute("aria-sort")).isEqualTo("descending");
    assertThat(firstEpoch(header)).isEqualTo("1");
  }

  @Test
  void hidesACurveByKeyboard() {
    WebElement button = browser.findElement(By.cssSelector(".legend button"));
    List<Object> before = coloursOfCharts().get(0);
    button.sendKeys(Keys.SPACE);
    assertThat(button.getAttribute("aria-pressed")).isEqualTo("false");
    assertThat(coloursOfCharts().get(0)).isNotEqualTo(before);
  }

  @Test
  void tabReachesTheLinksThenTheCharts() {
    WebElement last = null;
    for (int pressed = 0; pressed < 25; pressed++) {
      browser.switchTo().activeElement().sendKeys(Keys.TAB);
      last = browser.switchTo().activeElement();
      if (last.getAttribute("aria-pressed") != null) {
        break;
      }
    }
    assertThat(last.getText()).startsWith("perception branch, test");
  }

  @Test
  void printsLightWithItsChartsAndWithoutWhatIsPressed() throws IOException {
    chromium.show("dark", Browser.DESKTOP);
    browser.executeScript("dispatchEvent(new Event('beforeprint'))");
    browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
    assertThat(coloursOfCharts()).allSatisfy(colours -> assertThat(colours).hasSizeGreaterThan(20));
    assertThat(browser.findElement(By.tagName("nav")).isDisplayed()).isFalse();
    assertThat(browser.findElement(By.tagName("summary")).isDisplayed()).isFalse();
    chromium.screenshot("run-print.png");
    browser.executeScript("dispatchEvent(new Event('afterprint'))");
    Object pdf =
        browser.executeCdpCommand("Page.printToPDF", Map.of("printBackground", false)).get("data");
    Files.write(Browser.SCREENSHOTS.resolve("run.pdf"), Base64.getDecoder().decode((String) pdf));
  }

  /** By chart, the colours in which it is drawn. */
  @SuppressWarnings("unchecked")
  private static List<List<Object>> coloursOfCharts() {
    return (List<List<Object>>)
        browser.executeScript(
            """
            return [...document.querySelectorAll('.plot canvas')].map(canvas => {
              const pixels = new Uint32Array(canvas.getContext('2d')
                .getImageData(0, 0, canvas.width, canvas.height).data.buffer);
              return [...new Set(pixels)].filter(pixel => pixel !== 0);
            });
            """);
  }

  private static String firstEpoch(WebElement header) {
    return (String)
        browser.executeScript(
            "return arguments[0].closest('table').tBodies[0].rows[0].cells[0].textContent", header);
  }
}
