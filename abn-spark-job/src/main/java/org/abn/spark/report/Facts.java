package org.abn.spark.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names and values, such as a configuration.
 *
 * @param title the heading
 * @param values by name, in the map's order
 */
public record Facts(String title, Map<String, String> values) implements Section {

  /** Copies the map. */
  public Facts {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
