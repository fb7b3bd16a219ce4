package org.abn.spark.cluster;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Lets executors log as the driver does, whatever runs them.
 *
 * <p>The driver sends the text of its log4j configuration. A file would have to be there before an
 * executor's JVM starts, and only YARN brings files so early; a path of the driver's machine leads
 * nowhere on others. Until Spark calls the plugin, an executor logs its start as Spark has it.
 */
public final class ExecutorLogging implements SparkPlugin {

  private static final String PLUGINS = "spark.plugins";
  private static final String FILE = "log4j2.configurationFile"; // log4j's own system property
  private static final String TOLD = "abn.told"; // by which --verbose shows more
  private static final String TEXT = "text";

  /** Spark makes one by its name. */
  public ExecutorLogging() {}

  /** Has Spark use it, beside the plugins of the user's, unless driver and executor are one. */
  public static void addTo(SparkConf conf) {
    if (!Masters.isOneProcess(conf.get("spark.master"))) {
      String others = conf.get(PLUGINS, "");
      String ours = ExecutorLogging.class.getName();
      conf.set(PLUGINS, others.isBlank() ? ours : others + "," + ours);
    }
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        return settings(System.getProperty(FILE));
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> settings) {
        // Whoever names a file for executors means it.
        if (System.getProperty(FILE) == null && settings.containsKey(TEXT)) {
          System.setProperty(TOLD, settings.get(TOLD));
          log(settings.get(FILE), settings.get(TEXT));
        }
      }
    };
  }

  /** What executors need; nothing where the driver's file is none that can be read. */
  private static Map<String, String> settings(String file) {
    if (file == null || !Files.isReadable(Path.of(file))) {
      return Map.of();
    }
    try {
      String text = Files.readString(Path.of(file));
      return Map.of(FILE, file, TEXT, text, TOLD, System.getProperty(TOLD, "DENY"));
    } catch (IOException e) {
      return Map.of();
    }
  }

  /** The file's name tells in which language the text is. */
  private static void log(String file, String text) {
    var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    Configuration configuration =
        ConfigurationFactory.getInstance()
            .getConfiguration(
                LoggerContext.getContext(false), new ConfigurationSource(bytes, new File(file)));
    if (configuration != null) {
      Configurator.reconfigure(configuration);
    }
  }
}
