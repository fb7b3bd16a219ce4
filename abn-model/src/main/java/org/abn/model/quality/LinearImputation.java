package org.abn.model.quality;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.ConjugateGradient;
import org.apache.commons.math3.linear.RealLinearOperator;
import org.apache.commons.math3.linear.RealVector;

/**
 * Pixels that are made up from those around them (Rong et al. 2022, "noisy linear imputation",
 * without the noise): each is the mean of its neighbours, the made-up ones included, with weights
 * of 1/6 for the four beside it and 1/12 for those at its corners. At an image's edges there are
 * fewer, and their weights grow in proportion.
 *
 * <p>The equations are symmetric and positive definite as long as one pixel is kept. Vectors have a
 * place for every pixel, and 0 in those of pixels that are kept.
 */
final class LinearImputation extends RealLinearOperator {

  private static final double BESIDE = 1.0 / 6;
  private static final double CORNER = 1.0 / 12;

  /** Relative to the right-hand sides; leaves values within 1e-6 of the exact solution. */
  private static final double RESIDUAL = 1e-8;

  /** Nine tenths of 224 x 224 pixels take 600. */
  private static final int MOST_ITERATIONS = 10_000;

  private final int height;
  private final int width;
  private final boolean[] removed;
  private final double[] weights;

  /**
   * The equations of an image.
   *
   * @param removed by pixel, row by row, whether it is made up
   * @throws IllegalArgumentException if all are, so that there is nothing to make them up from
   */
  LinearImputation(int height, int width, boolean[] removed) {
    if (IntStream.range(0, removed.length).allMatch(pixel -> removed[pixel])) {
      throw new IllegalArgumentException(
          "one pixel must be kept at least, cannot be removed: all of %s x %s"
              .formatted(height, width));
    }
    this.height = height;
    this.width = width;
    this.removed = removed;
    double[] ones = new double[removed.length];
    Arrays.fill(ones, 1);
    weights = neighbours(ones);
  }

  @Override
  public int getRowDimension() {
    return height * width;
  }

  @Override
  public int getColumnDimension() {
    return height * width;
  }

  /** An image with values for its removed pixels. */
  float[] impute(NormalisedImage image) {
    float[] imputed = image.values().clone();
    for (int channel = 0; channel < image.channels(); channel++) {
      double[] solution = solution(image, channel);
      for (int pixel = 0; pixel < removed.length; pixel++) {
        if (removed[pixel]) {
          imputed[pixel * image.channels() + channel] = (float) solution[pixel];
        }
      }
    }
    return imputed;
  }

  private double[] solution(NormalisedImage image, int channel) {
    double[] kept = new double[removed.length];
    for (int pixel = 0; pixel < kept.length; pixel++) {
      kept[pixel] = removed[pixel] ? 0 : image.values()[pixel * image.channels() + channel];
    }
    var solver = new ConjugateGradient(MOST_ITERATIONS, RESIDUAL, true);
    var known = new ArrayRealVector(neighbours(kept), false);
    return ((ArrayRealVector) solver.solve(this, known)).getDataRef();
  }

  @Override
  public RealVector operate(RealVector vector) {
    double[] values = ((ArrayRealVector) vector).getDataRef();
    double[] result = neighbours(values);
    for (int pixel = 0; pixel < result.length; pixel++) {
      result[pixel] = weights[pixel] * values[pixel] - result[pixel];
    }
    return new ArrayRealVector(result, false);
  }

  /** By removed pixel the weighted sum of what is around it. */
  private double[] neighbours(double[] values) {
    double[] sums = new double[values.length];
    double[] sides = new double[width + 2]; // one more at each edge, always 0
    for (int y = 0; y < height; y++) {
      int start = y * width;
      for (int x = 0; x < width; x++) {
        double above = y == 0 ? 0 : values[start - width + x];
        double below = y == height - 1 ? 0 : values[start + width + x];
        sides[x + 1] = CORNER * (above + below) + BESIDE * values[start + x];
        sums[start + x] = BESIDE * (above + below);
      }
      for (int x = 0; x < width; x++) {
        sums[start + x] = removed[start + x] ? sums[start + x] + sides[x] + sides[x + 2] : 0;
      }
    }
    return sums;
  }
}
