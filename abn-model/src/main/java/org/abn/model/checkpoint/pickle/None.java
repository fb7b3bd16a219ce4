package org.abn.model.checkpoint.pickle;

/** Python's {@code None}. */
public enum None {
  /** The one of its kind. */
  NONE
}
