package org.abn.model.tsne;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * The two directions in which points spread the most, by orthogonal iteration: LAPACK's result
 * changes with the number of threads, and takes all eigenvectors' time.
 *
 * @param first {@code [D]}, of length 1; all zeros where the points do not differ
 * @param second orthogonal to it; all zeros where there is one dimension
 */
record PrincipalComponents(double[] first, double[] second) {

  private static final int STEPS = 300;
  private static final double TOLERANCE = 1e-6; // of a start of t-SNE more is not asked

  /**
   * @param scatter {@code [D][D]}, symmetric
   */
  static PrincipalComponents of(double[][] scatter) {
    Random random = new Random(0);
    double[] first = random.doubles(scatter.length, -1, 1).toArray();
    double[] second = random.doubles(scatter.length, -1, 1).toArray();
    double change = Double.POSITIVE_INFINITY;
    for (int step = 0; step < STEPS && change > TOLERANCE; step++) {
      double[] nextFirst = unit(product(scatter, first));
      double[] nextSecond = unit(without(product(scatter, second), nextFirst));
      change = Math.max(distance(first, nextFirst), distance(second, nextSecond));
      first = nextFirst;
      second = nextSecond;
    }
    return new PrincipalComponents(first, second);
  }

  private static double[] product(double[][] matrix, double[] vector) {
    return IntStream.range(0, matrix.length)
        .parallel()
        .mapToDouble(i -> Features.dot(matrix[i], vector))
        .toArray();
  }

  private static double[] without(double[] vector, double[] direction) {
    double share = Features.dot(vector, direction);
    return IntStream.range(0, vector.length)
        .mapToDouble(k -> vector[k] - share * direction[k])
        .toArray();
  }

  private static double[] unit(double[] vector) {
    double length = Math.sqrt(Features.dot(vector, vector));
    return length == 0
        ? vector
        : IntStream.range(0, vector.length).mapToDouble(k -> vector[k] / length).toArray();
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return Math.sqrt(sum);
  }
}
