package org.abn.model.tsne;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How far neighbours in an embedding are neighbours by their features, from 0 to 1 (Venna and Kaski
 * 2001, as scikit-learn has it).
 */
final class Trustworthiness {

  private Trustworthiness() {}

  static double of(double[][] features, double[][] embedding, int neighbours) {
    int count = features.length;
    long penalty = 0;
    for (int i = 0; i < count; i++) {
      int[] ranks = ranks(features, i);
      int[] byEmbedding = byDistance(embedding, i);
      for (int k = 0; k < neighbours; k++) {
        penalty += Math.max(0, ranks[byEmbedding[k]] - neighbours);
      }
    }
    double pairs = (double) count * neighbours;
    return 1 - 2.0 * penalty / (pairs * (2.0 * count - 3.0 * neighbours - 1));
  }

  /** From 1, the nearest, on; by point. */
  private static int[] ranks(double[][] points, int i) {
    int[] ordered = byDistance(points, i);
    int[] ranks = new int[points.length];
    for (int rank = 1; rank <= ordered.length; rank++) {
      ranks[ordered[rank - 1]] = rank;
    }
    return ranks;
  }

  /** All other points, the nearest first. */
  static int[] byDistance(double[][] points, int i) {
    double[] distances =
        IntStream.range(0, points.length).mapToDouble(j -> squared(points[i], points[j])).toArray();
    return IntStream.range(0, points.length)
        .filter(j -> j != i)
        .boxed()
        .sorted(Comparator.comparingDouble(j -> distances[j]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  static double squared(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(k -> (a[k] - b[k]) * (a[k] - b[k])).sum();
  }
}
