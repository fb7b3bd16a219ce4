package org.abn.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
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
  void sumsMapsInBlocks() {
    INDArray map = Nd4j.randn(DataType.FLOAT, 3, 4, 5, 48);
    long[] blocked = new Layout(OneDnn.blockedChannels()).arrayShape(map.shape());
    INDArray x = Layout.as(blocked, map, ArrayType.ACTIVATIONS, LayerWorkspaceMgr.noWorkspaces());
    assertThat(x.rank()).isEqualTo(5);
    assertThat(sums(x)).containsExactly(map.sum(0, 1, 2).toDoubleVector(), within(1e-4));
  }

  @Test
  void keepsFloatSumsOfManyEqualValuesExact() {
    INDArray x = Nd4j.ones(DataType.FLOAT, 128, 32, 32, 2).muli(0.1);
    double due = 128 * 32 * 32 * (double) 0.1f;
    assertThat(sums(x)[0]).isCloseTo(due, within(due * 1e-5));
  }

  private static double[] sums(INDArray x) {
    INDArray sums = Nd4j.create(x.dataType(), Layout.mapShape(x.shape())[3]);
    ChannelSums.into(x, sums, shape -> Nd4j.create(x.dataType(), shape));
    return sums.toDoubleVector();
  }
}
