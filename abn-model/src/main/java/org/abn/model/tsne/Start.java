package org.abn.model.tsne;

/** Where the points lie before the first iteration: within about 1e-4 of the origin. */
public sealed interface Start {

  /** Along the two principal components of the features, so that nothing is left to chance. */
  record PrincipalComponents() implements Start {}

  /**
   * Normally distributed.
   *
   * @param seed the same seed gives the same embedding
   */
  record Gaussian(long seed) implements Start {}
}
