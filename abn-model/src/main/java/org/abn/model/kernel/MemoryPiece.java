package org.abn.model.kernel;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** A piece of memory that arrays of one type share. */
public final class MemoryPiece {

  /** Blocks begin at multiples of a cache line. */
  private static final long LINE_BYTES = 64;

  private final INDArray whole;
  private final long first;
  private final boolean isOnCpu = Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;

  /**
   * @param values how many there are at least
   */
  public MemoryPiece(DataType type, long values) {
    long granule = granule(type);
    whole = Nd4j.createUninitializedDetached(type, values + granule);
    long address = isOnCpu ? whole.data().addressPointer().address() : 0;
    first = Math.floorMod(-address, LINE_BYTES) / type.width();
  }

  /** Values in a cache line. */
  public static long granule(DataType type) {
    return LINE_BYTES / type.width();
  }

  /**
   * An array on a part of the piece.
   *
   * @param start its first value, a multiple of {@link #granule}
   */
  public INDArray array(long start, long[] shape, char order) {
    long[] strides = Nd4j.getStrides(shape, order);
    if (!isOnCpu) {
      return Nd4j.create(whole.data(), shape, strides, first + start, order, whole.dataType());
    }
    // Not a view by an offset: ND4J takes some parts of those for empty.
    long length = Math.max(1, ArrayUtil.prodLong(shape));
    return Nd4j.create(
        Nd4j.createBuffer(at(first + start, length), length, whole.dataType()),
        shape,
        strides,
        0,
        order);
  }

  private Pointer at(long value, long length) {
    DataType type = whole.dataType();
    var place = new At(whole.data().addressPointer().address() + value * type.width());
    return switch (type) {
      case FLOAT -> new FloatPointer(place).capacity(length);
      case DOUBLE -> new DoublePointer(place).capacity(length);
      default -> new BytePointer(place).capacity(length * type.width());
    };
  }

  /** An address, which is nobody's to free. */
  private static final class At extends Pointer {
    At(long address) {
      this.address = address;
    }
  }
}
