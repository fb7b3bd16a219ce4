package org.abn.spark.training;

/** Images that a network is scored on. */
public enum Evaluated {
  /** Training images that are held out, to choose an epoch by. */
  VALIDATION,
  /** The test images. */
  TEST
}
