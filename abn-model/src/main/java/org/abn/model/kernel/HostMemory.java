package org.abn.model.kernel;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory of arrays in this process. A GPU's arrays have their values elsewhere: they are
 * brought here before they are read, all at once.
 */
public final class HostMemory {

  private HostMemory() {}

  /** Whether arrays are computed on where they can be read and written. */
  public static boolean hasArrays() {
    return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
  }

  /**
   * Shows the values of an array to a reader, which must not keep the buffer.
   *
   * @param array of FLOAT
   * @param reader is given the values in C order
   */
  public static void read(INDArray array, Consumer<FloatBuffer> reader) {
    // An array's own buffer may begin elsewhere than the array, and end before it.
    try (INDArray copy = array.dup('c')) {
      Nd4j.getAffinityManager().ensureLocation(copy, Location.HOST);
      reader.accept(copy.data().asNioFloat());
      Reference.reachabilityFence(copy);
    }
  }

  /** A vector of FLOAT, copied at once; to be closed by the caller. */
  public static INDArray vector(float... values) {
    INDArray vector = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', values.length);
    vector.data().asNioFloat().put(values);
    Nd4j.getAffinityManager().tagLocation(vector, Location.HOST); // a GPU has to copy it
    return vector;
  }

  /**
   * The values of a contiguous array of FLOAT, to be written where arrays are {@link #hasArrays
   * here}. Whoever writes keeps the array reachable.
   */
  public static FloatIndexer floats(INDArray array) {
    return FloatIndexer.create(
        new FloatPointer(array.data().addressPointer()).capacity(array.length()));
  }

  /** The same of DOUBLE. */
  public static DoubleIndexer doubles(INDArray array) {
    return DoubleIndexer.create(
        new DoublePointer(array.data().addressPointer()).capacity(array.length()));
  }
}
