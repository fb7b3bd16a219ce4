package org.abn.model.tsne;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The Kullback-Leibler divergence between affinities of features and those of positions in two
 * dimensions, {@code q_ij = k_ij / Z} with {@code k_ij = 1 / (1 + |y_i - y_j|^2)} and {@code Z} the
 * sum of all (Eq. 4 of van der Maaten and Hinton 2008).
 *
 * <p>Positions and gradients are x of all points and then y: {@code [2 N]}. Each row of pairs is
 * summed by one thread in the order of the points, and rows are added in theirs, so that the number
 * of threads changes no bit. In DOUBLE on 5,000 points that takes less than a third of the time of
 * ND4J's operations on whole matrices in FLOAT, which pass through memory eight times.
 */
final class Divergence {

  private final double[][] affinities;

  /**
   * @param affinities symmetric, with zeros on the diagonal and a sum of 1
   */
  Divergence(double[][] affinities) {
    this.affinities = affinities;
  }

  /**
   * {@code dC/dy_i = 4 sum_j (e p_ij - q_ij) k_ij (y_i - y_j)} (Eq. 5). What pulls and what pushes
   * is summed apart, since Z is known only when all pairs were seen.
   *
   * @param exaggeration e, a factor of the affinities
   */
  double[] gradient(double[] positions, double exaggeration) {
    List<Row> rows = rows(positions);
    double z = z(rows);
    double[] gradient = new double[positions.length];
    for (int i = 0; i < affinities.length; i++) {
      Row row = rows.get(i);
      gradient[i] = 4 * (exaggeration * row.pullX - row.pushX / z);
      gradient[affinities.length + i] = 4 * (exaggeration * row.pullY - row.pushY / z);
    }
    return gradient;
  }

  /** {@code C = sum_ij p_ij log(p_ij / q_ij)}, in nats. */
  double of(double[] positions) {
    double z = z(rows(positions));
    double[] byRow =
        IntStream.range(0, affinities.length)
            .parallel()
            .mapToDouble(i -> divergence(i, positions, z))
            .toArray();
    return DoubleStream.of(byRow).sum();
  }

  private double divergence(int i, double[] positions, double z) {
    int count = affinities.length;
    double sum = 0;
    for (int j = 0; j < count; j++) {
      double affinity = affinities[i][j];
      if (affinity > 0) {
        double dx = positions[i] - positions[j];
        double dy = positions[count + i] - positions[count + j];
        sum += affinity * (Math.log(affinity * z) + Math.log1p(dx * dx + dy * dy));
      }
    }
    return sum;
  }

  private List<Row> rows(double[] positions) {
    return IntStream.range(0, affinities.length)
        .parallel()
        .mapToObj(i -> Row.of(i, affinities[i], positions))
        .toList();
  }

  private static double z(List<Row> rows) {
    return rows.stream().mapToDouble(Row::kernels).sum();
  }

  /**
   * What all other points do to one: sums of {@code p k (y_i - y_j)}, {@code k^2 (y_i - y_j)}, k.
   */
  private record Row(double pullX, double pullY, double pushX, double pushY, double kernels) {

    static Row of(int i, double[] affinities, double[] positions) {
      int count = affinities.length;
      double x = positions[i];
      double y = positions[count + i];
      double pullX = 0;
      double pullY = 0;
      double pushX = 0;
      double pushY = 0;
      double kernels = -1; // without the point itself, whose kernel is 1
      for (int j = 0; j < count; j++) {
        double dx = x - positions[j];
        double dy = y - positions[count + j];
        double kernel = 1 / (1 + dx * dx + dy * dy);
        double pull = affinities[j] * kernel;
        double push = kernel * kernel;
        pullX += pull * dx;
        pullY += pull * dy;
        pushX += push * dx;
        pushY += push * dy;
        kernels += kernel;
      }
      return new Row(pullX, pullY, pushX, pushY, kernels);
    }
  }
}
