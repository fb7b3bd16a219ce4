package org.abn.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** Where arrays begin in memory. */
public final class Alignment {

  private Alignment() {}

  /**
   * The first value of an array whose address is a multiple of so many bytes; 0 on a GPU, where
   * memory begins at far larger multiples.
   *
   * @param bytes a multiple of the values' size
   */
  public static long firstAligned(INDArray array, long bytes) {
    if (Nd4j.getExecutioner().type() != ExecutionerType.NATIVE_CPU) {
      return 0;
    }
    long address = array.data().addressPointer().address();
    return Math.floorMod(-address, bytes) / array.dataType().width();
  }
}
