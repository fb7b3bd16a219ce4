package org.abn.model.checkpoint.torch;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.abn.model.checkpoint.pickle.InvalidPickleException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A tensor in a file: a view of a storage, read when it is asked for. */
public final class Tensor {

  /** As many as an array of Java's has. */
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  private final Storage storage;
  private final long offset;
  private final long[] shape;
  private final long[] strides;

  private Tensor(Storage storage, long offset, long[] shape, long[] strides) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }

  /**
   * A view of elements, each at {@code offset + index . strides}.
   *
   * @throws InvalidPickleException where it reaches out of the storage
   */
  static Tensor of(Storage storage, long offset, long[] shape, long[] strides) {
    var tensor = new Tensor(storage, offset, shape, strides);
    if (!tensor.fits()) {
      throw new InvalidPickleException(
          String.format(
              Locale.ROOT,
              "a tensor of shape %s, strides %s and offset %d does not fit its storage of %d"
                  + " elements",
              Arrays.toString(shape),
              Arrays.toString(strides),
              offset,
              storage.length()));
    }
    return tensor;
  }

  private boolean fits() {
    if (shape.length != strides.length
        || offset < 0
        || !areNatural(shape)
        || !areNatural(strides)) {
      return false;
    }
    try {
      long span = Math.addExact(last(), 1);
      return length() == 0
          || (length() <= MOST_ELEMENTS
              && span <= MOST_ELEMENTS
              && offset <= storage.length() - span);
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static boolean areNatural(long[] numbers) {
    return Arrays.stream(numbers).allMatch(n -> n >= 0);
  }

  /** What the elements are in the file. */
  public ElementType type() {
    return storage.type();
  }

  /** Whether another one is a view of the very same elements. */
  public boolean isSameAs(Tensor other) {
    return storage.equals(other.storage)
        && offset == other.offset
        && Arrays.equals(shape, other.shape)
        && Arrays.equals(strides, other.strides);
  }

  /** Whether the file has fewer elements than the tensor, which is not read then. */
  public boolean isExpanded() {
    return length() > storage.length();
  }

  /** The shape; empty of a scalar. */
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public long length() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** The place of the last element, counted from the first. */
  private long last() {
    long last = 0;
    for (int i = 0; i < shape.length; i++) {
      last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, strides[i]));
    }
    return last;
  }

  /**
   * Reads the elements into a new array of FLOAT, in row-major order.
   *
   * @throws InvalidCheckpointException where the file is damaged, or has fewer elements, as of a
   *     tensor that was expanded: a small file could ask for any memory
   */
  public INDArray array() throws IOException {
    if (isExpanded()) {
      throw new InvalidCheckpointException(
          String.format(
              Locale.ROOT,
              "a tensor of shape %s has only %d elements in the file",
              Arrays.toString(shape),
              storage.length()));
    }
    float[] values = new float[(int) length()];
    if (Arrays.equals(strides, rowMajor(shape))) {
      storage.read(values.length, i -> offset + i, (i, element) -> values[i] = (float) element);
    } else {
      gather(values);
    }
    return Nd4j.create(values, shape, 'c');
  }

  /**
   * Reads the only element, a whole number.
   *
   * @throws InvalidCheckpointException where the file is damaged
   */
  public long integer() throws IOException {
    return storage.integer(offset);
  }

  /** The strides of an array whose elements lie one behind another. */
  static long[] rowMajor(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }

  /** However far apart the elements lie, this takes memory for no more than there are. */
  private void gather(float[] values) throws IOException {
    long[] order = byPlace(values.length);
    storage.read(
        order.length,
        i -> offset + (order[i] >>> Integer.SIZE),
        (i, element) -> values[(int) order[i]] = (float) element);
  }

  /** Each element's place in the upper half, ascending, and its index in the lower. */
  private long[] byPlace(int length) {
    long[] order = new long[length];
    Arrays.setAll(order, index -> place(index) << Integer.SIZE | index);
    Arrays.sort(order);
    return order;
  }

  private long place(int index) {
    long place = 0;
    int rest = index;
    for (int i = shape.length - 1; i >= 0; i--) {
      place += rest % shape[i] * strides[i];
      rest /= (int) shape[i];
    }
    return place;
  }
}
