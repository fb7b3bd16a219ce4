package org.abn.spark.training;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * The mean of the workers' values of a slice, weighted by the examples that each has seen.
 *
 * <p>Sums in double precision and in the order of the workers, whatever the order in which they
 * come, so that the mean does not depend on which executor was faster. The mean of one worker is
 * its state to the bit: a float times a count below 2^29 is exact in a double.
 */
final class SliceMean {

  private SliceMean() {}

  /**
   * A worker's values of a slice.
   *
   * @param worker from 0
   * @param examples that it has seen, at least 1
   * @param values of its state
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Piece(int worker, long examples, float[] values) implements Serializable {}

  /** The mean of at least one. */
  static float[] of(List<Piece> pieces) {
    List<Piece> inOrder = pieces.stream().sorted(Comparator.comparingInt(Piece::worker)).toList();
    double[] sum = new double[inOrder.get(0).values().length];
    long examples = 0;
    for (Piece piece : inOrder) {
      examples += piece.examples();
      float[] values = piece.values();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (double) values[i] * piece.examples();
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / examples);
    }
    return mean;
  }
}
