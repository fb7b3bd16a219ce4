package org.abn.model.tsne;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Exact t-SNE: draws points of many dimensions in two, such that neighbours stay neighbours (L. van
 * der Maaten and G. Hinton, Visualizing Data using t-SNE, JMLR 9, 2008; Algorithm 1).
 *
 * <p>The schedule is scikit-learn's for {@code method="exact"}: the affinities are exaggerated
 * twelvefold over the first 250 iterations, with a momentum of 0.5, and then taken as they are,
 * with a momentum of 0.8; the learning rate is {@code max(N / 48, 50)}. It always runs to the last
 * iteration. Rows of pairs are computed in parallel, in the pool of the thread that calls; the
 * result is the same to the bit whatever the threads. For N points of D features it takes {@code 8
 * N^2 + 12 N D + 8 D^2} bytes of heap and {@code 8 N D} of native memory.
 *
 * @param perplexity how many neighbours a point has, effectively: at least 1
 * @param iterations of gradient descent, from 250 on
 * @param start where the points lie before the first
 */
public record TSne(double perplexity, int iterations, Start start) {

  private static final int EXAGGERATED_ITERATIONS = 250;
  private static final double EXAGGERATION = 12;
  private static final double EXAGGERATED_MOMENTUM = 0.5;
  private static final double MOMENTUM = 0.8;
  private static final double LEAST_RATE = 50;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public TSne {
    if (!(perplexity >= 1 && Double.isFinite(perplexity))) {
      throw new IllegalArgumentException(
          "perplexity must be at least 1 and finite, cannot be: " + perplexity);
    }
    if (iterations < EXAGGERATED_ITERATIONS) {
      throw new IllegalArgumentException(
          "iterations must be at least " + EXAGGERATED_ITERATIONS + ", cannot be: " + iterations);
    }
  }

  /** scikit-learn's defaults: perplexity 30, 1000 iterations from the principal components. */
  public static TSne standard() {
    return new TSne(30, 1000, new Start.PrincipalComponents());
  }

  /**
   * Draws points.
   *
   * @param features {@code [N, D]} of any data type, taken as FLOAT; not changed, not closed
   * @return N points; those whose features are all the same lie at one place
   * @throws IllegalArgumentException if there are too few points for the perplexity, or if a
   *     feature is not finite
   */
  public Embedding embed(INDArray features) {
    requireEnough(features);
    Features points = Features.of(features);
    double[] positions = StartPositions.of(start, points);
    Divergence divergence = new Divergence(Affinities.of(points.squaredDistances(), perplexity));
    descend(divergence, positions);
    return new Embedding(pairs(positions), divergence.of(positions));
  }

  private void requireEnough(INDArray features) {
    if (features.rank() != 2) {
      throw new IllegalArgumentException(
          "features must be of shape [N, D], cannot be of rank " + features.rank());
    }
    // With all others as equal neighbours, the perplexity is their number.
    if (features.size(0) - 1 <= perplexity) {
      throw new IllegalArgumentException(
          "t-SNE of perplexity "
              + perplexity
              + " needs more than "
              + ((long) perplexity + 1)
              + " points, cannot be: "
              + features.size(0));
    }
  }

  private void descend(Divergence divergence, double[] positions) {
    int count = positions.length / 2;
    double rate = Math.max(count / EXAGGERATION / 4, LEAST_RATE);
    Descent exaggerated = new Descent(positions, rate, EXAGGERATED_MOMENTUM);
    for (int i = 0; i < EXAGGERATED_ITERATIONS; i++) {
      exaggerated.step(divergence.gradient(positions, EXAGGERATION));
    }
    Descent plain = new Descent(positions, rate, MOMENTUM);
    for (int i = EXAGGERATED_ITERATIONS; i < iterations; i++) {
      plain.step(divergence.gradient(positions, 1));
    }
  }

  private static double[][] pairs(double[] positions) {
    double[][] pairs = new double[positions.length / 2][];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = new double[] {positions[i], positions[pairs.length + i]};
    }
    return pairs;
  }
}
