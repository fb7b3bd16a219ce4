package org.abn.model.kernel;

import org.abn.model.kernel.Geometry.Window;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes convolutions of one {@link Geometry}, without a bias; weights are contiguous in
 * PyTorch's order, maps in the {@link Layout} of the input's shape and of {@link #outputShape}. An
 * object serves one thread at a time.
 */
sealed interface PlainConvolution
    permits OneDnnConvolution, OneDnnGroups, OneDnnTaps, Nd4jConvolution {

  /** The fastest there is for the type on this machine. */
  static PlainConvolution of(long[] inputShape, Window window, DataType type) {
    if (!OneDnn.serves(type)) {
      Geometry geometry = Geometry.over(Layout.mapShape(inputShape), window);
      return new Nd4jConvolution(geometry, Kernels.here().maps());
    }
    if (OneDnnTaps.serves(window)) {
      return new OneDnnTaps(inputShape, window);
    }
    return GroupedMaps.serve(window)
        ? new OneDnnGroups(inputShape, window)
        : new OneDnnConvolution(inputShape, window);
  }

  /** Of the array that it fills. */
  long[] outputShape();

  /** {@code output = input * weight}. */
  void forward(INDArray input, INDArray weight, INDArray output, LayerWorkspaceMgr workspaces);

  /** Fills the gradients. */
  void backward(
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces);

  /**
   * The arrays that the backward pass fills.
   *
   * @param input null where the input is data, whose gradient nobody needs
   * @param weight of the weight's shape
   */
  record Gradients(INDArray input, INDArray weight) {}
}
