package org.abn.model.inference;

import java.util.Optional;
import org.abn.model.layer.AttentionMechanism;
import org.abn.model.parts.Model;
import org.abn.model.parts.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Attention maps that let every feature through as it is: what the perception branch sees of them
 * is what it would see before the attention mechanism (Fukui et al. 2019, Fig. 6).
 */
public final class OpenAttention {

  private OpenAttention() {}

  /**
   * Maps of the shape of a network's own, 0 for {@code g' = (1 + M) g} (Eq. 2) and 1 for {@code g'
   * = M g} (Eq. 1 and 4).
   *
   * @param maps the network's, of any images
   * @return to be closed by the caller
   */
  public static INDArray like(Model model, INDArray maps) {
    Optional<AttentionMechanism.Rule> rule =
        model
            .parts()
            .vertex(Role.ATTENDED_FEATURES)
            .map(vertex -> model.graph().getConfiguration().getVertices().get(vertex))
            .map(vertex -> ((AttentionMechanism) vertex).rule());
    // A multi-task network multiplies inside of its shared perception branch.
    float identity = rule.orElse(AttentionMechanism.Rule.PRODUCT).identity();
    return maps.ulike().assign(identity);
  }
}
