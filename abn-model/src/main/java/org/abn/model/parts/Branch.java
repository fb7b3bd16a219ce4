package org.abn.model.parts;

import java.util.Locale;

/** The branches of a network that answer. */
public enum Branch {
  /** The attention branch, where there is one. */
  ATTENTION,
  /** The perception branch; the only one of a network without attention. */
  PERCEPTION;

  /** The vertex of the branch's output, {@code attention} or {@code perception}. */
  public String vertex() {
    return name().toLowerCase(Locale.ROOT);
  }
}
