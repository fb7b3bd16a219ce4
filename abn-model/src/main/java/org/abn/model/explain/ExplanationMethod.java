package org.abn.model.explain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.abn.model.parts.Model;

/** How a map is found of what a network looked at. */
public enum ExplanationMethod {
  /**
   * The attention map M(x) that an attention branch weights the features by (Fukui et al. 2019).
   */
  ATTENTION("attention"),

  /**
   * Class activation mapping (Zhou et al. 2016, Eq. 2): the last feature map's channels weighted by
   * the classifier's weights for a class, {@code M_c = sum over k of w_ck A_k}. It needs a network
   * that averages its last feature map, and classifies the averages with one layer.
   */
  CAM("cam"),

  /**
   * Grad-CAM (Selvaraju et al. 2017, Eq. 1 and 2): the last feature map's channels weighted by the
   * mean over positions of the gradient of a class's score, {@code ReLU(sum over k of a_ck A_k)}.
   */
  GRAD_CAM("grad-cam");

  private final String label;

  ExplanationMethod(String label) {
    this.label = label;
  }

  /** As {@code --method} and files call it, such as {@code grad-cam}. */
  @Override
  public String toString() {
    return label;
  }

  /** The method of a label; empty where there is none. */
  public static Optional<ExplanationMethod> named(String label) {
    return Arrays.stream(values()).filter(method -> method.label.equals(label)).findFirst();
  }

  /** The methods by label. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(ExplanationMethod::toString).toList();
  }

  /** Whether its maps are of one class or attribute, where the network has one map for all. */
  public boolean isOfOneAnswer() {
    return this != ATTENTION;
  }

  /** Why a network cannot be explained by it; empty where it can. */
  public Optional<String> obstacle(Model model) {
    return switch (this) {
      case ATTENTION ->
          model.parts().hasAttention()
              ? Optional.empty()
              : Optional.of("the network has no attention branch; use grad-cam");
      case CAM ->
          LastStage.isClassifiedByAverages(model)
              ? Optional.empty()
              : Optional.of(
                  "the network does not classify the averages of its last feature map by one layer;"
                      + " use grad-cam, or a cam- network");
      case GRAD_CAM -> Optional.empty();
    };
  }
}
