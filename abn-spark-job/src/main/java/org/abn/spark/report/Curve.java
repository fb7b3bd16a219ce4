package org.abn.spark.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Values by epoch.
 *
 * @param name for the legend
 * @param values of the epochs from 1 on; null where there is none
 */
public record Curve(String name, List<Double> values) {

  /** Copies the list. */
  public Curve {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** Whether there is anything to draw. */
  public boolean isDrawn() {
    return values.stream().anyMatch(Objects::nonNull);
  }
}
