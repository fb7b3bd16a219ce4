package org.abn.model.tsne;

import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The points as they are given, less their mean, as whole numbers: multiples of about a millionth
 * of the greatest value.
 *
 * <p>BLAS adds in another order on another number of threads. Of whole numbers that are small
 * enough no sum of products passes 2^53, so that DOUBLE rounds none of them and every order gives
 * the same. Equal points have a distance of exactly 0, too.
 */
final class Features {

  private static final int SIGNIFICAND = 53; // bits of a DOUBLE
  private static final int ROWS_AT_A_TIME = 256;

  private final double[][] values;

  private Features(double[][] values) {
    this.values = values;
  }

  /**
   * @param features {@code [N, D]}
   * @throws IllegalArgumentException if a feature is not finite
   */
  static Features of(INDArray features) {
    float[][] given = features.toFloatMatrix();
    requireFinite(given);
    double[][] values = centred(given);
    round(values);
    return new Features(values);
  }

  private static void requireFinite(float[][] given) {
    for (int i = 0; i < given.length; i++) {
      for (int k = 0; k < given[i].length; k++) {
        if (!Float.isFinite(given[i][k])) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "features must be finite, cannot be: %s (feature %d of point %d, counted from 0)",
                  given[i][k],
                  k,
                  i));
        }
      }
    }
  }

  private static double[][] centred(float[][] given) {
    double[] mean = new double[given[0].length];
    for (float[] point : given) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += point[k];
      }
    }
    // Divided at the end: the sum of a constant is exact, so that nothing is left of it.
    Arrays.setAll(mean, k -> mean[k] / given.length);
    double[][] centred = new double[given.length][mean.length];
    for (int i = 0; i < given.length; i++) {
      for (int k = 0; k < mean.length; k++) {
        centred[i][k] = given[i][k] - mean[k];
      }
    }
    return centred;
  }

  private static void round(double[][] values) {
    int terms = Math.max(values.length, values[0].length);
    int bitsOfSum = Integer.SIZE - Integer.numberOfLeadingZeros(terms);
    int bits = (SIGNIFICAND - bitsOfSum) / 2;
    double greatest =
        Arrays.stream(values).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    int exponent = greatest == 0 ? 0 : bits - 1 - Math.getExponent(greatest);
    for (double[] point : values) {
      for (int k = 0; k < point.length; k++) {
        point[k] = Math.rint(Math.scalb(point[k], exponent));
      }
    }
  }

  int count() {
    return values.length;
  }

  /**
   * {@code |x_i - x_j|^2 = |x_i|^2 + |x_j|^2 - 2 x_i x_j}, exact as far as a DOUBLE holds it.
   *
   * @return {@code [N][N]}, in a unit of its own
   */
  double[][] squaredDistances() {
    double[] norms = Arrays.stream(values).mapToDouble(point -> dot(point, point)).toArray();
    double[][] distances = new double[values.length][];
    try (INDArray all = Nd4j.create(values)) {
      for (int from = 0; from < values.length; from += ROWS_AT_A_TIME) {
        double[][] products = products(all, from, Math.min(values.length, from + ROWS_AT_A_TIME));
        for (int i = 0; i < products.length; i++) {
          distances[from + i] = distances(products[i], norms, norms[from + i]);
        }
      }
    }
    return distances;
  }

  /** Of the points from one to before another with all points. */
  private static double[][] products(INDArray all, int from, int to) {
    INDArray some = all.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    try (INDArray products =
        Nd4j.createUninitialized(DataType.DOUBLE, new long[] {all.size(0), to - from}, 'f')) {
      Nd4j.gemm(all, some, products, false, true, 1, 0);
      return products.transpose().toDoubleMatrix();
    }
  }

  private static double[] distances(double[] products, double[] norms, double norm) {
    double[] distances = new double[products.length];
    for (int j = 0; j < distances.length; j++) {
      distances[j] = norm + norms[j] - 2 * products[j];
    }
    return distances;
  }

  /**
   * The scatter matrix, N times the covariances.
   *
   * @return {@code [D][D]}, in the unit of the distances
   */
  double[][] scatter() {
    long dimensions = values[0].length;
    try (INDArray all = Nd4j.create(values);
        INDArray scatter =
            Nd4j.createUninitialized(DataType.DOUBLE, new long[] {dimensions, dimensions}, 'f')) {
      Nd4j.gemm(all, all, scatter, true, false, 1, 0);
      return scatter.toDoubleMatrix();
    }
  }

  /** Each point's product with a direction of D components. */
  double[] along(double[] direction) {
    return Arrays.stream(values).mapToDouble(point -> dot(point, direction)).toArray();
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
