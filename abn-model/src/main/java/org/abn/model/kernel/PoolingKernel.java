package org.abn.model.kernel;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes pooling over feature maps of one shape and {@link Layout}. An object serves one network:
 * its backward pass uses what its last forward pass in training left.
 */
public sealed interface PoolingKernel permits OneDnnPooling, Nd4jPooling {

  /** What a window gives for the values under it. */
  enum Kind {
    /** The greatest; padding is below every value. */
    MAX,
    /** The mean. */
    AVERAGE
  }

  /**
   * What slides over the map.
   *
   * @param kind what it gives
   * @param height of the window
   * @param width of the window
   * @param stride step in positions
   * @param padding positions on each side
   */
  record Window(Kind kind, int height, int width, int stride, int padding) {

    /** The window that covers a whole map, and gives the mean of each channel. */
    public static Window meanOver(long height, long width) {
      return new Window(Kind.AVERAGE, (int) height, (int) width, 1, 0);
    }

    /**
     * {@code [N, H', W', C]} for an input {@code [N, H, W, C]}; 0 where the window does not fit.
     */
    public long[] outputShape(long... inputShape) {
      return new long[] {
        inputShape[0],
        Math.floorDiv(inputShape[1] + 2L * padding - height, stride) + 1L,
        Math.floorDiv(inputShape[2] + 2L * padding - width, stride) + 1L,
        inputShape[3]
      };
    }
  }

  /** The fastest there is for the type on this machine. */
  static PoolingKernel of(long[] inputShape, Window window, DataType type) {
    return OneDnn.serves(type)
        ? new OneDnnPooling(inputShape, window)
        : new Nd4jPooling(inputShape, window);
  }

  /** Of the array that it fills, in the same layout. */
  long[] outputShape();

  /**
   * Fills the output.
   *
   * @param keeps whether a backward pass follows
   */
  void forward(boolean keeps, INDArray input, INDArray output, LayerWorkspaceMgr workspaces);

  /** Fills the gradient of the input. */
  void backward(INDArray input, INDArray outputGradient, INDArray inputGradient);

  /** Lets go of what the forward pass left. */
  void clear();
}
