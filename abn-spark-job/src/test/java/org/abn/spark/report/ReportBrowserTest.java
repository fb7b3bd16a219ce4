package org.abn.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
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
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Reports as people see them, in the system's Chromium. Screenshots are left in {@code
 * target/screenshots}, to be looked at.
 */
@Tag("browser")
class ReportBrowserTest {
  private static final Dimension DESKTOP = new Dimension(1280, 900);
  private static final Dimension PHONE = new Dimension(390, 844);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  @TempDir private static Path folder;
  private static ChromeDriver browser;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(SCREENSHOTS);
    Files.writeString(folder.resolve("run.html"), ExampleRuns.attention(60, 300).page().html());
    Files.writeString(
        folder.resolve("tables.html"),
        ExampleRuns.reproduction(List.of("a warning"), 1, 2, 4).page().html());
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
            .build();
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + folder.resolve("profile"));
    browser = new ChromeDriver(service, options);
  }

  @AfterAll
  static void stop() {
    browser.quit();
  }

  @BeforeEach
  void open() {
    show("light", DESKTOP);
    open("run");
  }

  private static void open(String page) {
    browser.get(folder.resolve(page + ".html").toUri().toString());
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
  void isAccessibleAndFits(String page, String scheme, int width, int height) throws IOException {
    open(page);
    show(scheme, new Dimension(width, height));
    assertThat(new AxeBuilder().analyze(browser).getViolations()).isEmpty();
    assertThat(number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
        .noneMatch(entry -> entry.getLevel().equals(Level.SEVERE));
    screenshot("%s-%s-%s.png".formatted(page, scheme, width));
  }

  @Test
  void drawsEveryChartInTheColoursOfThePage() {
    List<List<Object>> light = coloursOfCharts();
    assertThat(light).hasSize(4).allSatisfy(colours -> assertThat(colours).hasSizeGreaterThan(20));
    show("dark", DESKTOP);
    assertThat(coloursOfCharts()).hasSize(4).doesNotContainAnyElementsOf(light);
  }

  @Test
  void chartsFollowTheWidthOfTheWindow() {
    long wide = number("return document.querySelector('.plot canvas').clientWidth");
    show("light", PHONE);
    browser.executeAsyncScript(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))");
    long narrow = number("return document.querySelector('.plot canvas').clientWidth");
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
    show("dark", DESKTOP);
    browser.executeScript("dispatchEvent(new Event('beforeprint'))");
    browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
    assertThat(coloursOfCharts()).allSatisfy(colours -> assertThat(colours).hasSizeGreaterThan(20));
    assertThat(browser.findElement(By.tagName("nav")).isDisplayed()).isFalse();
    assertThat(browser.findElement(By.tagName("summary")).isDisplayed()).isFalse();
    screenshot("run-print.png");
    browser.executeScript("dispatchEvent(new Event('afterprint'))");
    Object pdf =
        browser.executeCdpCommand("Page.printToPDF", Map.of("printBackground", false)).get("data");
    Files.write(SCREENSHOTS.resolve("run.pdf"), Base64.getDecoder().decode((String) pdf));
  }

  private static void show(String scheme, Dimension size) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            "",
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            size.getWidth(),
            "height",
            size.getHeight(),
            "deviceScaleFactor",
            1,
            "mobile",
            false));
  }

  private static long number(String script) {
    return (long) browser.executeScript(script);
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

  /** The whole page. */
  private static void screenshot(String name) throws IOException {
    Object png =
        browser
            .executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
            .get("data");
    Files.write(SCREENSHOTS.resolve(name), OutputType.BYTES.convertFromBase64Png((String) png));
  }
}
