package org.abn.spark.report;

import java.util.Properties;

/** The script that draws charts in a page, as its package has it. */
final class UPlot {
  private static final String VERSION = version();

  private UPlot() {}

  static String script() {
    return file("dist/uPlot.iife.min.js");
  }

  static String style() {
    return file("dist/uPlot.min.css");
  }

  static String licence() {
    return file("LICENSE");
  }

  private static String file(String name) {
    return Resources.text("/META-INF/resources/webjars/uplot/" + VERSION + "/" + name);
  }

  private static String version() {
    String file = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
    Properties properties = Resources.properties(file);
    return properties.getProperty("version");
  }
}
