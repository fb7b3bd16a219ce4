package org.abn.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class HostMemoryTest {

  private final INDArray matrix = Nd4j.arange(6).castTo(DataType.FLOAT).reshape('c', 2, 3);

  @Test
  void showsAnArrayAsItLies() {
    assertThat(values(matrix)).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void showsViewsAndOtherOrdersInCOrder() {
    assertThat(values(matrix.transpose())).containsExactly(0, 3, 1, 4, 2, 5);
    assertThat(values(matrix.dup('f'))).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(values(matrix.get(NDArrayIndex.point(1)))).containsExactly(3, 4, 5);
    assertThat(values(matrix.get(NDArrayIndex.all(), NDArrayIndex.point(1)))).containsExactly(1, 4);
  }

  @Test
  void givesTheMemoryToWriteTo() {
    HostMemory.floats(matrix).put(4, 9);
    assertThat(matrix.getFloat(1, 1)).isEqualTo(9);
  }

  private static float[] values(INDArray array) {
    float[] values = new float[(int) array.length()];
    HostMemory.read(array, buffer -> buffer.get(values));
    return values;
  }
}
