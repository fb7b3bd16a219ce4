package org.abn.spark.experiment;

import java.util.Locale;

/**
 * A value out of its range. It names the key within its section; {@link Section} adds the rest of
 * the path, the file and the line.
 */
final class InvalidSettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String key;
  private final String reason;

  InvalidSettingException(String key, String reason, Throwable cause) {
    super(key + " " + reason, cause);
    this.key = key;
    this.reason = reason;
  }

  /**
   * Refuses a value unless the condition holds.
   *
   * @param expected what the value must be, such as "at least 1"
   */
  static void unless(boolean condition, String key, String expected, Object value) {
    if (!condition) {
      String reason = String.format(Locale.ROOT, "must be %s, cannot be: %s", expected, value);
      throw new InvalidSettingException(key, reason, null);
    }
  }

  String key() {
    return key;
  }

  String reason() {
    return reason;
  }
}
