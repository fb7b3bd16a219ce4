package org.abn.model.parts;

/** What values the attention maps of a network can have. */
public enum MapValues {
  /** In (0, 1): a sigmoid ends the map. */
  UNIT,
  /** At least 0 without a bound, as the sum of logarithms of the authors' SENet. */
  NON_NEGATIVE,
  /** Any, as a multi-task network's: what is below 0 speaks against, what is above for. */
  REAL
}
