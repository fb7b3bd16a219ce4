package org.abn.spark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The system's Chromium. Screenshots are left in {@code target/screenshots}, to be looked at.
 *
 * @param driver of it
 * @param folder of the pages
 */
record Browser(ChromeDriver driver, Path folder) implements AutoCloseable {
  static final Dimension DESKTOP = new Dimension(1280, 900);
  static final Dimension PHONE = new Dimension(390, 844);
  static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static final Duration LOADING = Duration.ofSeconds(30);
  private static final String STATE = "return document.readyState + ' ' + location.href";

  static Browser start(Path folder) throws IOException {
    Files.createDirectories(SCREENSHOTS);
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
    return new Browser(new ChromeDriver(service, options), folder);
  }

  /** Leaves a page in the folder. */
  void write(String name, ReportPage page) throws IOException {
    Files.writeString(folder.resolve(name + ".html"), page.html());
  }

  /** Anew, even where it is shown already, and whole: the driver returns before it is, at times. */
  void open(String name) throws InterruptedException {
    String page = folder.resolve(name + ".html").toUri().toString();
    driver.get("about:blank");
    driver.get(page);
    long deadline = System.nanoTime() + LOADING.toNanos();
    while (!driver.executeScript(STATE).equals("complete " + page)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(name + ": is not loaded after " + LOADING);
      }
      Thread.sleep(10);
    }
  }

  void show(String scheme, Dimension size) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            "",
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    driver.executeCdpCommand(
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

  /** Until the page has followed a change of what it is shown on. */
  void awaitFrames() {
    driver.executeAsyncScript(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))");
  }

  long number(String script) {
    return (long) driver.executeScript(script);
  }

  /** What the page complains of. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().equals(Level.SEVERE))
        .map(Object::toString)
        .toList();
  }

  /** The whole page. */
  void screenshot(String name) throws IOException {
    screenshot(name, true);
  }

  /** What is in the window. */
  void screenshotOfWindow(String name) throws IOException {
    screenshot(name, false);
  }

  private void screenshot(String name, boolean whole) throws IOException {
    Object png =
        driver
            .executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", whole))
            .get("data");
    Files.write(SCREENSHOTS.resolve(name), OutputType.BYTES.convertFromBase64Png((String) png));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
