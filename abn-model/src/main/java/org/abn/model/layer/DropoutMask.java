package org.abn.model.layer;

import java.lang.ref.Reference;
import java.util.stream.IntStream;
import org.abn.model.kernel.HostMemory;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What dropout multiplies a mini-batch by: zero, or one divided by the share that is kept.
 *
 * <p>Value {@code i} of an example is kept where lane {@code i % 4}, of 16 bits, of {@link
 * StableHash#number number} {@code i / 4} of the example's key falls below {@code 65536 (1 -
 * probability)}, rounded: the kept share is right to 2^-17, or 7.6e-6. {@code i} counts a map's
 * values in the order {@code [H, W, C]} however they lie in memory, so that nothing depends on the
 * layout, the data type, or where in which mini-batch the example is.
 *
 * @param keys of the examples
 * @param probability that a value is dropped, in [0, 1)
 */
record DropoutMask(long[] keys, double probability) {

  private static final int LANES = 4;
  private static final int LANE_BITS = 16;
  private static final int LANE = (1 << LANE_BITS) - 1;

  /** Of a map in blocks of channels, as {@code kernel.Layout} says. */
  private static final int BLOCKED_RANK = 5;

  /**
   * Fills an array.
   *
   * @param factors {@code [N, ...]} for N keys, contiguous in row-major order; overwritten
   */
  void into(INDArray factors) {
    boolean here = HostMemory.hasArrays();
    if (here && factors.dataType() == DataType.FLOAT) {
      fill(factors.shape(), floats(HostMemory.floats(factors), (float) scale()));
    } else if (here && factors.dataType() == DataType.DOUBLE) {
      fill(factors.shape(), doubles(HostMemory.doubles(factors), scale()));
    } else {
      throughTheHeap(factors);
    }
    Reference.reachabilityFence(factors);
  }

  /** The same for any type on any backend: a GPU's arrays are not in this process's memory. */
  void throughTheHeap(INDArray factors) {
    float[] ones = new float[Math.toIntExact(factors.length())];
    fill(factors.shape(), floats(FloatIndexer.create(ones), 1));
    factors.assign(Nd4j.createFromArray(ones).reshape(factors.shape())).muli(scale());
  }

  /** Takes the factors of up to four values that follow one another. */
  private interface Factors {

    /**
     * @param index of the first value in the whole array
     * @param lanes one for each value, the first in the lowest bits
     */
    void put(long index, long lanes, int count);
  }

  private Factors floats(FloatIndexer values, float factor) {
    int threshold = threshold();
    int kept = Float.floatToRawIntBits(factor);
    return (index, lanes, count) -> {
      for (int lane = 0; lane < count; lane++) {
        int bits = ifBelow(threshold, lanes >>> (lane * LANE_BITS)) & kept;
        values.put(index + lane, Float.intBitsToFloat(bits));
      }
    };
  }

  private Factors doubles(DoubleIndexer values, double factor) {
    int threshold = threshold();
    long kept = Double.doubleToRawLongBits(factor);
    return (index, lanes, count) -> {
      for (int lane = 0; lane < count; lane++) {
        long bits = ifBelow(threshold, lanes >>> (lane * LANE_BITS)) & kept;
        values.put(index + lane, Double.longBitsToDouble(bits));
      }
    };
  }

  /** All ones where the lowest lane falls below, or zero; a branch would be mispredicted often. */
  private static int ifBelow(int threshold, long lanes) {
    return (((int) lanes & LANE) - threshold) >> (Integer.SIZE - 1);
  }

  private int threshold() {
    return (int) Math.round((1 - probability) * (LANE + 1));
  }

  private double scale() {
    return 1 / (1 - probability);
  }

  private void fill(long[] shape, Factors factors) {
    Runs runs = Runs.of(shape);
    IntStream examples = IntStream.range(0, keys.length);
    (threads() > 1 ? examples.parallel() : examples).forEach(n -> fill(n, runs, factors));
  }

  private static int threads() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
  }

  private void fill(int example, Runs runs, Factors factors) {
    long index = example * runs.valuesOfAnExample();
    for (long block = 0; block < runs.blocks(); block++) {
      for (long position = 0; position < runs.positions(); position++) {
        long first = (position * runs.blocks() + block) * runs.length();
        run(keys[example], first, runs.length(), index, factors);
        index += runs.length();
      }
    }
  }

  private static void run(long key, long first, long length, long index, Factors factors) {
    long i = 0;
    while (i < length) {
      int lane = (int) ((first + i) % LANES);
      long lanes = StableHash.number(key, (first + i) / LANES) >>> (lane * LANE_BITS);
      int count = (int) Math.min(LANES - lane, length - i);
      factors.put(index + i, lanes, count);
      i += count;
    }
  }

  /**
   * The runs of values of an example that neighbour in memory and in the order {@code [H, W, C]}
   * too: all of them, or the channels of a block at a position, of which a channel-first map has
   * one.
   */
  private record Runs(long blocks, long positions, long length) {

    static Runs of(long... shape) {
      if (shape.length == BLOCKED_RANK) {
        return new Runs(shape[1], shape[2] * shape[3], shape[4]);
      }
      long values = 1;
      for (int i = 1; i < shape.length; i++) {
        values *= shape[i];
      }
      return new Runs(1, 1, values);
    }

    long valuesOfAnExample() {
      return blocks * positions * length;
    }
  }
}
