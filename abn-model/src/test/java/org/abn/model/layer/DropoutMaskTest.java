package org.abn.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class DropoutMaskTest {

  /** Standard deviations that a sound mask stays within; beyond lies one in 1.7 million. */
  private static final double DEVIATIONS = 5;

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.3, 0.5, 0.999})
  void keepsTheShareThatIsDue(double probability) {
    long values = 10_000_000;
    INDArray factors = factors(DataType.FLOAT, probability, keys(20), 20, values / 20);
    double due = 1 - probability;
    double deviation = Math.sqrt(due * probability / values);
    assertThat(kept(factors) / values).isCloseTo(due, within(DEVIATIONS * deviation));
  }

  @Test
  void keepsAllWhereNothingIsToBeDropped() {
    assertThat(factors(DataType.FLOAT, 0, keys(2), 2, 100_000))
        .isEqualTo(Nd4j.ones(DataType.FLOAT, 2, 100_000));
  }

  @Test
  void dividesByTheShareThatIsKept() {
    INDArray exact = factors(DataType.DOUBLE, 0.3, keys(2), 2, 1000);
    assertThat(exact.maxNumber().doubleValue()).isEqualTo(1 / (1 - 0.3));
    INDArray rounded = factors(DataType.FLOAT, 0.3, keys(2), 2, 1000);
    assertThat(rounded.maxNumber().floatValue()).isEqualTo((float) (1 / (1 - 0.3)));
  }

  static Stream<long[]> shapes() {
    return Stream.of(
        new long[] {3, 5, 6, 32},
        new long[] {3, 4, 5, 6, 8},
        new long[] {3, 2, 5, 6, 16},
        new long[] {3, 32, 5, 6, 1});
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void isTheSameInEveryLayoutAndType(long[] shape) {
    INDArray vectors = factors(DataType.DOUBLE, 0.3, keys(3), 3, 5 * 6 * 32);
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      INDArray map = factors(type, 0.3, keys(3), shape);
      INDArray inOrder = shape.length == 5 ? map.permute(0, 2, 3, 1, 4).dup('c') : map;
      assertThat(inOrder.reshape('c', 3, 5 * 6 * 32).castTo(DataType.FLOAT))
          .isEqualTo(vectors.castTo(DataType.FLOAT));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void isTheSameOnOtherBackends(long[] shape) {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      INDArray elsewhere = Nd4j.create(type, shape);
      new DropoutMask(keys(3), 0.3).throughTheHeap(elsewhere);
      assertThat(elsewhere).isEqualTo(factors(type, 0.3, keys(3), shape));
    }
  }

  /** As the example's place among others must not matter, nor must its last values' in a lane. */
  @Test
  void goesByTheKeyAloneWhateverTheLength() {
    INDArray whole = factors(DataType.FLOAT, 0.3, keys(9), 9, 1003);
    long[] some = {keys(9)[8], keys(9)[2]};
    for (long length = 1000; length < 1003; length++) {
      INDArray part = factors(DataType.FLOAT, 0.3, some, 2, length);
      assertThat(floats(part.getRow(0))).isEqualTo(start(whole.getRow(8), (int) length));
      assertThat(floats(part.getRow(1))).isEqualTo(start(whole.getRow(2), (int) length));
    }
  }

  @Test
  void isTheSameOnAnyNumberOfThreads() {
    Nd4j.getBackend();
    NativeOps natives = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int before = natives.ompGetMaxThreads();
    try {
      natives.setOmpNumThreads(1);
      INDArray alone = factors(DataType.FLOAT, 0.3, keys(50), 50, 1003);
      natives.setOmpNumThreads(2);
      assertThat(factors(DataType.FLOAT, 0.3, keys(50), 50, 1003)).isEqualTo(alone);
    } finally {
      natives.setOmpNumThreads(before);
    }
  }

  @Test
  void neighbouringValuesAreIndependent() {
    int examples = 200;
    int values = 10_000;
    INDArray factors = factors(DataType.FLOAT, 0.3, keys(examples), examples, values);
    float[] all = floats(factors.ravel());
    // Values, channels of 8 to 640, rows, and examples.
    for (int lag : new int[] {1, 2, 3, 4, 5, 7, 8, 16, 64, 160, 640, 1024, values}) {
      assertIndependent("lag " + lag, all, Arrays.copyOfRange(all, lag, all.length));
    }
  }

  @Test
  void examplesOfKeysThatNeighbourAreIndependent() {
    int values = 1_000_000;
    float[] one = floats(factors(DataType.FLOAT, 0.5, new long[] {7}, 1, values));
    for (long other : new long[] {6, 8, 7 + (1L << 32), 7 + (1L << 63), -7}) {
      float[] two = floats(factors(DataType.FLOAT, 0.5, new long[] {other}, 1, values));
      assertIndependent("key " + other, one, two);
    }
  }

  /** By the correlation of as many pairs as the second has. */
  private static void assertIndependent(String what, float[] a, float[] b) {
    double scale = 0;
    for (float value : a) {
      scale = Math.max(scale, value);
    }
    double share = 1 / scale;
    double sum = 0;
    for (int i = 0; i < b.length; i++) {
      sum += (a[i] * share - share) * (b[i] * share - share);
    }
    double correlation = sum / b.length / (share * (1 - share));
    assertThat(correlation).as(what).isCloseTo(0, within(DEVIATIONS / Math.sqrt(b.length)));
  }

  private static long[] keys(int count) {
    return LongStream.range(0, count).map(n -> StableHash.absorb(17, n)).toArray();
  }

  private static INDArray factors(DataType type, double probability, long[] keys, long... shape) {
    INDArray factors = Nd4j.valueArrayOf(shape, Double.NaN, type);
    new DropoutMask(keys, probability).into(factors);
    return factors;
  }

  private static double kept(INDArray factors) {
    return factors.gt(0).castTo(DataType.DOUBLE).sumNumber().doubleValue();
  }

  private static float[] start(INDArray row, int length) {
    return Arrays.copyOf(floats(row), length);
  }

  private static float[] floats(INDArray vector) {
    return vector.dup().data().asFloat();
  }
}
