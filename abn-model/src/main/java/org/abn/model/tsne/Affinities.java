package org.abn.model.tsne;

import java.util.stream.IntStream;

/**
 * How much points are neighbours by their features: {@code p_ij = (p_j|i + p_i|j) / 2N} (van der
 * Maaten and Hinton 2008, section 3.1).
 */
final class Affinities {

  private Affinities() {}

  /**
   * Finds the affinities of all pairs.
   *
   * @param distances squared, {@code [N][N]}; overwritten by the result
   * @return symmetric, with zeros on the diagonal and a sum of 1
   */
  static double[][] of(double[][] distances, double perplexity) {
    IntStream.range(0, distances.length)
        .parallel()
        .forEach(i -> Neighbourhood.of(i, distances[i], perplexity));
    symmetrise(distances);
    return distances;
  }

  private static void symmetrise(double[][] conditional) {
    int count = conditional.length;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        double affinity = (conditional[i][j] + conditional[j][i]) / (2.0 * count);
        conditional[i][j] = affinity;
        conditional[j][i] = affinity;
      }
    }
  }
}
