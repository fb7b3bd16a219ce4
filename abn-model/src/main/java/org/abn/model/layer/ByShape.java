package org.abn.model.layer;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The kernel of a layer for the shape that it last met: kernels serve one shape, and mini-batches
 * have the same one but for an epoch's last.
 *
 * @param <K> the kernel
 */
final class ByShape<K> {

  private long[] shape;
  private K kernel;

  /**
   * The kernel for a shape.
   *
   * @param make a new one, where the last was for another
   */
  K of(Supplier<K> make, long... wanted) {
    if (!Arrays.equals(wanted, shape)) {
      kernel = make.get();
      shape = wanted.clone();
    }
    return kernel;
  }

  /** The kernel of the last forward pass. */
  K last() {
    return kernel;
  }
}
