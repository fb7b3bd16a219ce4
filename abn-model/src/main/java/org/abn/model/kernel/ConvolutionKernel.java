package org.abn.model.kernel;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes convolutions of one {@link Geometry}; arrays are contiguous and row-major, weights in
 * PyTorch's order. An object serves one thread at a time.
 */
public sealed interface ConvolutionKernel permits OneDnnConvolution, Nd4jConvolution {

  /** The fastest there is for the type on this machine. */
  static ConvolutionKernel of(Geometry geometry, DataType type) {
    return OneDnn.serves(type) ? new OneDnnConvolution(geometry) : new Nd4jConvolution(geometry);
  }

  /** The shapes it computes. */
  Geometry geometry();

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
