package org.abn.spark.training;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean of the workers' values of a slice, weighted by the examples that each has seen.
 *
 * <p>Sums in double precision and in the order of the workers, whatever the order in which they
 * come, so that the mean does not depend on which executor was faster. The mean of one worker is
 * its state to the bit: a float times a count below 2^29 is exact in a double.
 */
final class SliceMean {

  /** Fits into a processor's cache, in double precision. */
  private static final int BLOCK = 1 << 15;

  private SliceMean() {}

  /**
   * A worker's values of a slice.
   *
   * @param worker from 0
   * @param examples that it has seen, at least 1
   * @param values of its state
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Piece(int worker, long examples, float[] values) implements Serializable {
    private Object writeReplace() {
      return new Sent(worker, examples, Floats.bytes(values));
    }

    private record Sent(int worker, long examples, byte[] values) implements Serializable {
      private Object readResolve() {
        return new Piece(worker, examples, Floats.of(values));
      }
    }
  }

  /** The mean of at least one. */
  static float[] of(List<Piece> pieces) {
    List<Piece> inOrder = pieces.stream().sorted(Comparator.comparingInt(Piece::worker)).toList();
    float[] mean = new float[inOrder.get(0).values().length];
    IntStream.rangeClosed(0, (mean.length - 1) / BLOCK)
        .parallel()
        .forEach(block -> put(inOrder, block * BLOCK, mean));
    return mean;
  }

  /** The mean of a block's values; those of others do not matter to it. */
  private static void put(List<Piece> pieces, int from, float[] mean) {
    double[] sum = new double[Math.min(BLOCK, mean.length - from)];
    long examples = 0;
    for (Piece piece : pieces) {
      long weight = piece.examples();
      float[] values = piece.values();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (double) values[from + i] * weight;
      }
      examples += weight;
    }
    for (int i = 0; i < sum.length; i++) {
      mean[from + i] = (float) (sum[i] / examples);
    }
  }
}
