package org.abn.model.kernel;

/** What follows the sums of a convolution before they are written. */
public enum Epilogue {
  /** Nothing. */
  NONE,
  /** A bias is added, one a channel. */
  BIAS,
  /** A bias is added, and negative values become zero. */
  BIAS_RELU;

  /** Whether a bias is added. */
  public boolean hasBias() {
    return this != NONE;
  }

  /** Whether negative values become zero. */
  public boolean hasReLU() {
    return this == BIAS_RELU;
  }
}
