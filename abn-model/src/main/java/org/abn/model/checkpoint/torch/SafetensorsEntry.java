package org.abn.model.checkpoint.torch;

import java.util.Arrays;
import java.util.Locale;
import org.abn.model.checkpoint.pickle.InvalidPickleException;

/**
 * What a header of safetensors says of a tensor.
 *
 * @param name of the tensor
 * @param type of its elements
 * @param shape of it
 * @param begin its first byte, from the end of the header
 * @param end the byte behind its last
 */
record SafetensorsEntry(String name, ElementType type, long[] shape, long begin, long end) {

  private static final int MOST_DIMENSIONS = 8;

  /**
   * Checks what can be checked of a tensor alone.
   *
   * @throws InvalidCheckpointException where its bytes are not those of its shape
   */
  void requireWhole() {
    if (shape.length > MOST_DIMENSIONS) {
      throw fault(
          String.format(
              Locale.ROOT,
              "has %d dimensions, at most %d are read",
              shape.length,
              MOST_DIMENSIONS));
    }
    if (begin > end || end - begin != bytes()) {
      throw fault(
          String.format(
              Locale.ROOT,
              "has data_offsets [%d, %d], expected %s bytes of shape %s and %s",
              begin,
              end,
              bytes() < 0 ? "fewer" : bytes(),
              Arrays.toString(shape),
              type));
    }
  }

  /** Those that shape and type are of; -1 where they are too many. */
  private long bytes() {
    try {
      return Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
    } catch (ArithmeticException e) {
      return -1;
    }
  }

  InvalidCheckpointException fault(String problem) {
    return new InvalidCheckpointException("tensor %s: %s".formatted(name, problem));
  }

  Tensor in(StorageFile file) {
    var storage = new Storage(file, name, type, 0, (end - begin) / type.bytes());
    try {
      return Tensor.of(storage, 0, shape, Tensor.rowMajor(shape));
    } catch (InvalidPickleException e) {
      throw new InvalidCheckpointException("tensor %s: %s".formatted(name, e.getMessage()), e);
    }
  }
}
