package org.abn.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ChannelSumsTest {

  @Test
  void sumsOverBatchAndPositions() {
    INDArray x = Nd4j.arange(1, 25).castTo(DataType.DOUBLE).reshape(2, 2, 2, 3);
    assertThat(sums(x)).containsExactly(92, 100, 108);
  }

  @Test
  void keepsFloatSumsOfManyEqualValuesExact() {
    INDArray x = Nd4j.ones(DataType.FLOAT, 128, 32, 32, 2).muli(0.1);
    double due = 128 * 32 * 32 * (double) 0.1f;
    assertThat(sums(x)[0]).isCloseTo(due, within(due * 1e-5));
  }

  private static double[] sums(INDArray x) {
    INDArray sums = Nd4j.create(x.dataType(), x.size(3));
    ChannelSums.into(x, sums, shape -> Nd4j.create(x.dataType(), shape));
    return sums.toDoubleVector();
  }
}
