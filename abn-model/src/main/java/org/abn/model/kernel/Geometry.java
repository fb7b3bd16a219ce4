package org.abn.model.kernel;

import java.util.Locale;

/**
 * The shape of a two-dimensional convolution without dilation.
 *
 * <ul>
 *   <li>input {@code [batch, height, width, inChannels]}
 *   <li>weight {@code [outChannels, inChannels / groups, kernel, kernel]}
 *   <li>output {@code [batch, outHeight, outWidth, outChannels]}
 * </ul>
 *
 * @param batch images
 * @param height of the input
 * @param width of the input
 * @param window what slides over it
 */
public record Geometry(long batch, long height, long width, Window window) {

  /**
   * What slides over the input.
   *
   * @param inChannels channels of the input, a multiple of the groups
   * @param outChannels channels of the output, a multiple of the groups
   * @param groups output channels of group i see only input channels of group i
   * @param kernel height and width of the kernel
   * @param stride step in pixels
   * @param padding zero pixels on each side
   */
  public record Window(
      int inChannels, int outChannels, int groups, int kernel, int stride, int padding) {

    /** Height or width of the output for that of the input; 0 where the kernel does not fit. */
    public long outputSize(long inputSize) {
      return Math.floorDiv(inputSize + 2L * padding - kernel, stride) + 1L;
    }

    /** Such as {@code 3x3, stride 2, 8 groups}. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%1$dx%1$d", kernel)
          + (stride == 1 ? "" : ", stride " + stride)
          + (groups == 1 ? "" : String.format(Locale.ROOT, ", %d groups", groups));
    }
  }

  /** The geometry over an input {@code [N, H, W, C]}. */
  public static Geometry over(long[] inputShape, Window window) {
    return new Geometry(inputShape[0], inputShape[1], inputShape[2], window);
  }

  /** {@code [batch, height, width, inChannels]}. */
  public long[] inputShape() {
    return new long[] {batch, height, width, window.inChannels()};
  }

  /** {@code [batch, outHeight, outWidth, outChannels]}. */
  public long[] outputShape() {
    return new long[] {
      batch, window.outputSize(height), window.outputSize(width), window.outChannels()
    };
  }
}
