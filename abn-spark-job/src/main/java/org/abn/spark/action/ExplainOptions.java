package org.abn.spark.action;

import java.util.List;
import org.abn.model.explain.ExplanationMethod;
import org.abn.model.picture.OverlayStyle;

/**
 * What of images is to be found, and how it is shown.
 *
 * @param methods in the order of the tables; none for attention maps, or Grad-CAM where the network
 *     has none
 * @param answers names of classes or attributes; none for the class that is predicted of each
 *     image, or for all attributes
 * @param style of the overlays
 * @param drawn whether there are pictures beside the maps
 * @param measured whether it is measured how good the maps are
 * @param others URIs of checkpoints of other trainings of the network, for the maps' stability
 */
public record ExplainOptions(
    List<ExplanationMethod> methods,
    List<String> answers,
    OverlayStyle style,
    boolean drawn,
    boolean measured,
    List<String> others) {

  /** Copies the lists. */
  public ExplainOptions {
    methods = methods.stream().distinct().toList();
    answers = answers.stream().distinct().toList();
    others = List.copyOf(others);
  }
}
