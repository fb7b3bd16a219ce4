package org.abn.model.kernel;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A piece of a processor's memory that arrays of one type share. */
public final class MemoryPiece {

  /** Blocks begin at multiples of a cache line. */
  private static final long LINE_BYTES = 64;

  private final INDArray whole;
  private final long first;

  /**
   * @param values how many there are at least
   */
  public MemoryPiece(DataType type, long values) {
    whole = Nd4j.createUninitializedDetached(type, values + granule(type));
    long address = whole.data().addressPointer().address();
    first = address + Math.floorMod(-address, LINE_BYTES);
  }

  /** Values in a cache line. */
  public static long granule(DataType type) {
    return LINE_BYTES / type.width();
  }

  /**
   * An array on a part of the piece. It is no view by an offset: ND4J takes some parts of views for
   * empty, whose offset is less than their length and reaches it together with the part's.
   *
   * @param start its first value, a multiple of {@link #granule}
   */
  public INDArray array(long start, long[] shape, char order) {
    long length = Math.max(1, ArrayUtil.prodLong(shape));
    return Nd4j.create(
        Nd4j.createBuffer(at(start, length), length, whole.dataType()),
        shape,
        Nd4j.getStrides(shape, order),
        0,
        order);
  }

  private Pointer at(long value, long length) {
    DataType type = whole.dataType();
    var place = new At(first + value * type.width());
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
