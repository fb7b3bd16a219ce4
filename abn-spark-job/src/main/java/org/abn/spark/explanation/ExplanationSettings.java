package org.abn.spark.explanation;

import java.io.Serializable;
import java.util.List;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.explain.Targets;
import org.abn.model.picture.OverlayStyle;

/**
 * How images are explained.
 *
 * @param methods at least one, in the order of the tables
 * @param targets which answers
 * @param style of the overlays
 * @param drawn whether there are pictures beside the maps
 */
public record ExplanationSettings(
    List<ExplanationMethod> methods, Targets targets, OverlayStyle style, boolean drawn)
    implements Serializable {

  /** Copies the list. */
  public ExplanationSettings {
    methods = List.copyOf(methods);
    if (methods.isEmpty()) {
      throw new IllegalArgumentException("an explanation must have a method");
    }
  }
}
