package org.abn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutorLoggingTest {
  private static final String FILE = "log4j2.configurationFile";
  private static final String SHIPPED = Path.of("..", "conf", "log4j2.properties").toString();

  private final ExecutorLogging plugin = new ExecutorLogging();

  @AfterEach
  void logAsBefore() {
    System.clearProperty(FILE);
    System.clearProperty("abn.told");
    Configurator.reconfigure();
  }

  @Test
  void executorsLogByWhatTheDriverReads() throws Exception {
    System.setProperty(FILE, SHIPPED);
    System.setProperty("abn.told", "NEUTRAL");
    Map<String, String> sent = plugin.driverPlugin().init(null, null);
    System.clearProperty(FILE); // from here on as on an executor
    System.clearProperty("abn.told");

    plugin.executorPlugin().init(null, sent);

    assertThat(level("org.abn.spark")).isEqualTo(Level.INFO);
    assertThat(level("org.apache.spark.scheduler")).isEqualTo(Level.WARN);
    assertThat(level("org.apache.spark.SparkConf")).isEqualTo(Level.ERROR);
    assertThat(System.getProperty("abn.told")).isEqualTo("NEUTRAL");
  }

  @Test
  void aFileThatTheUserNamesForExecutorsIsLeftAlone() throws Exception {
    System.setProperty(FILE, SHIPPED);
    Map<String, String> sent = plugin.driverPlugin().init(null, null);
    Level before = level("org.apache.spark.SparkConf");
    plugin.executorPlugin().init(null, sent);
    assertThat(level("org.apache.spark.SparkConf")).isEqualTo(before);
  }

  @Test
  void aDriverWithoutAFileChangesNothing() throws Exception {
    assertThat(plugin.driverPlugin().init(null, null)).isEmpty();
    System.setProperty(FILE, "/nonexistent/log4j2.properties");
    assertThat(plugin.driverPlugin().init(null, null)).isEmpty();
    System.clearProperty(FILE);
    plugin.executorPlugin().init(null, Map.of());
  }

  @Test
  void standsBesideThePluginsOfTheUsers() {
    assertThat(plugins("yarn", "a.B")).isEqualTo("a.B," + ExecutorLogging.class.getName());
    assertThat(plugins("spark://host:7077", "")).isEqualTo(ExecutorLogging.class.getName());
    assertThat(plugins("local-cluster[2,1,1024]", "")).isNotEmpty();
    assertThat(plugins("local[2]", "a.B")).as("the driver's own log").isEqualTo("a.B");
  }

  private static String plugins(String master, String others) {
    SparkConf conf = new SparkConf(false).setMaster(master).set("spark.plugins", others);
    ExecutorLogging.addTo(conf);
    return conf.get("spark.plugins");
  }

  private static Level level(String logger) {
    return LoggerContext.getContext(false).getLogger(logger).getLevel();
  }
}
