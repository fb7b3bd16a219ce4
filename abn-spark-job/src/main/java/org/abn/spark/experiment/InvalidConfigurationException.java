package org.abn.spark.experiment;

import com.typesafe.config.ConfigOrigin;

/**
 * The user's configuration is at fault. The message is one line saying where (file and line, or the
 * {@code -D} override), what came and what was expected; the command line prints it and exits with
 * 2.
 */
public final class InvalidConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Says what is wrong in one line.
   *
   * @param where a file, or an experiment's name
   * @param message what was expected, and what came
   */
  public InvalidConfigurationException(String where, String message) {
    super((where + ": " + message).lines().map(String::strip).reduce((a, b) -> a + " " + b).get());
  }

  static InvalidConfigurationException at(ConfigOrigin origin, String message) {
    return new InvalidConfigurationException(where(origin), message);
  }

  /**
   * {@code conf/a.conf:12}, as compilers and editors write it, for Typesafe's "conf/a.conf: 12".
   */
  private static String where(ConfigOrigin origin) {
    String description = origin.description();
    String line = ": " + origin.lineNumber();
    return description.endsWith(line)
        ? description.substring(0, description.length() - line.length()) + line.replace(" ", "")
        : description;
  }
}
