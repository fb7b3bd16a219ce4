package org.abn.model.kernel;

import org.abn.model.kernel.ConvolutionKernel.Parameters;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The forward pass of a convolution with a bias, and a ReLU or none, in one pass. An object serves
 * one thread at a time.
 */
sealed interface BiasedConvolution permits OneDnnBiasedConvolution, OneDnnBiasedGroups {

  /** Of the array that it fills. */
  long[] outputShape();

  /** {@code output = input * weight + bias}, or the greater of that and zero. */
  void forward(
      INDArray input, Parameters parameters, INDArray output, LayerWorkspaceMgr workspaces);
}
