package org.abn.model.explain;

import java.util.Set;
import org.abn.model.inference.Prediction;
import org.abn.model.parts.Model;
import org.abn.model.parts.Role;

/** The perception branch's last feature maps, and how its scores depend on them. */
interface LastStage extends AutoCloseable {

  /** That of a network. */
  static LastStage of(Model model) {
    return model.parts().vertex(Role.LAST_FEATURE_MAP).isPresent()
        ? new SharedLastMap(model)
        : new LastMapOfEachTask(model);
  }

  /** Whether one layer classifies the averages of a network's last feature map: CAM needs it. */
  static boolean isClassifiedByAverages(Model model) {
    return model.parts().vertex(Role.LAST_FEATURE_MAP).isEmpty()
        || SharedLastMap.isClassifiedByAverages(model);
  }

  /** Which feature maps a prediction must tell. */
  Set<Role> needed();

  /**
   * The maps of a mini-batch, weighted by the gradient of one score an image.
   *
   * @param prediction with the feature maps that are needed
   * @param targets the answer whose score counts, by image
   */
  WeightedFeatures weighted(Prediction prediction, int[] targets);

  /** Frees what it has made. */
  @Override
  void close();
}
