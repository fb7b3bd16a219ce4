package org.abn.model.layer;

/**
 * What a forward pass is for. It decides what batch norms normalise by, and whether layers keep
 * what a backward pass wants.
 *
 * <p>DL4J knows the first two, as {@code training} and not; the third is {@link GraphWalk}'s.
 */
public enum Pass {
  /**
   * Each mini-batch is normalised by its own statistics, and dropout drops. The backward pass moves
   * running statistics.
   */
  TRAINING,

  /** Running statistics normalise, nothing is dropped, and nothing is kept. */
  EVALUATION,

  /**
   * The same outputs as {@link #EVALUATION}, with everything kept for a backward pass, in which
   * running statistics are constants and stay what they are.
   */
  EVALUATION_WITH_GRADIENTS;

  static Pass of(boolean keepsActivations, boolean fixesStatistics) {
    if (!keepsActivations) {
      return EVALUATION;
    }
    return fixesStatistics ? EVALUATION_WITH_GRADIENTS : TRAINING;
  }

  /** Whether a backward pass can follow. */
  boolean keepsActivations() {
    return this != EVALUATION;
  }

  /** Whether batch norms normalise by running statistics, and dropout is the identity. */
  boolean evaluates() {
    return this != TRAINING;
  }
}
