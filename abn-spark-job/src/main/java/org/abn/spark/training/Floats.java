package org.abn.spark.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.abn.model.kernel.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Values of native arrays on the heap, copied as they lie and not one by one. */
final class Floats {

  private Floats() {}

  /** Those of an array of FLOAT, in C order. */
  static float[] of(INDArray array) {
    float[] values = new float[Math.toIntExact(array.length())];
    HostMemory.read(array, memory -> memory.get(values));
    return values;
  }

  /** Those of a matrix of FLOAT, row by row. */
  static float[][] rows(INDArray matrix) {
    float[] values = of(matrix);
    float[][] rows = new float[Math.toIntExact(matrix.size(0))][];
    int length = Math.toIntExact(matrix.size(1));
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(values, row * length, (row + 1) * length);
    }
    return rows;
  }

  /**
   * Their bytes, little-endian. Java's serialisation writes bytes at once, and floats one by one:
   * what is sent at every round goes as bytes.
   */
  static byte[] bytes(float[] values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
    buffer(bytes).put(values);
    return bytes;
  }

  /** The values of bytes. */
  static float[] of(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    buffer(bytes).get(values);
    return values;
  }

  private static FloatBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
