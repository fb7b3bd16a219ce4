package org.abn.model.parts;

import java.util.Locale;

/** The parts of a network that hold its layers (Fukui et al. 2019, Fig. 2). */
public enum Part {
  /** What lies before the backbone's last stage. */
  FEATURE_EXTRACTOR,
  /** A copy of the last stage, and what makes scores and the attention map of it. */
  ATTENTION_BRANCH,
  /** What weighs the features by the map. */
  ATTENTION_MECHANISM,
  /** The last stage and the classifier. */
  PERCEPTION_BRANCH;

  /** The name, {@code feature_extractor}; a vertex of the part is {@code feature_extractor/...}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a vertex belongs to the part. */
  public boolean holds(String vertex) {
    return vertex.startsWith(this + "/");
  }
}
