package org.abn.model.tsne;

/**
 * The probabilities with which a point picks the others as neighbours, {@code p_j|i = exp(-beta
 * d_ij) / sum_k exp(-beta d_ik)} with {@code beta = 1 / (2 sigma_i^2)} (Eq. 1 of van der Maaten and
 * Hinton 2008), where beta is such that {@code exp(H(P_i))} is the perplexity (section 2).
 */
final class Neighbourhood {

  private static final double TOLERANCE = 1e-10; // of the entropy, in nats
  private static final int STEPS = 100;

  private final int self;
  private final double[] distances; // beyond the nearest point's, in units of their mean
  private final double[] probabilities;

  private Neighbourhood(int self, double[] distances, double[] probabilities) {
    this.self = self;
    this.distances = distances;
    this.probabilities = probabilities;
  }

  /**
   * Searches beta by halving. Where more points than the perplexity are nearest at one distance it
   * has no end; they share all probability then.
   *
   * @param self the point
   * @param squared its squared distances to all points; overwritten by their probabilities
   */
  static void of(int self, double[] squared, double perplexity) {
    Neighbourhood neighbourhood = new Neighbourhood(self, relative(self, squared), squared);
    double due = Math.log(perplexity);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double beta = 1;
    for (int step = 0; step < STEPS; step++) {
      double surplus = neighbourhood.entropy(beta) - due;
      if (Math.abs(surplus) <= TOLERANCE) {
        break;
      }
      if (surplus > 0) {
        low = beta;
      } else {
        high = beta;
      }
      beta = Double.isInfinite(high) ? 2 * beta : (low + high) / 2;
    }
  }

  /** A common offset changes no probability, and without it none of them underflows to 0 / 0. */
  private static double[] relative(int self, double[] squared) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < squared.length; j++) {
      nearest = j == self ? nearest : Math.min(nearest, squared[j]);
    }
    double sum = 0;
    double[] relative = new double[squared.length];
    for (int j = 0; j < squared.length; j++) {
      relative[j] = j == self ? 0 : squared[j] - nearest;
      sum += relative[j];
    }
    double mean = sum / (squared.length - 1);
    for (int j = 0; j < relative.length && mean > 0; j++) {
      relative[j] /= mean;
    }
    return relative;
  }

  /** Sets the probabilities, and returns their entropy in nats. */
  private double entropy(double beta) {
    double sum = 0;
    double weighted = 0;
    for (int j = 0; j < distances.length; j++) {
      double weight = j == self ? 0 : Math.exp(-beta * distances[j]);
      probabilities[j] = weight;
      sum += weight;
      weighted += weight * distances[j];
    }
    for (int j = 0; j < distances.length; j++) {
      probabilities[j] /= sum;
    }
    return Math.log(sum) + beta * weighted / sum;
  }
}
