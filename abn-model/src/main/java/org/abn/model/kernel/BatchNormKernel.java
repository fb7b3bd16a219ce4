package org.abn.model.kernel;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes batch norm over the channels of feature maps of one shape and {@link Layout}, with a
 * ReLU behind it or without. An object serves one network: its backward pass uses what its last
 * forward pass in training left.
 */
public sealed interface BatchNormKernel permits OneDnnBatchNorm, Nd4jBatchNorm {

  /** Added to the variance, PyTorch's default. */
  double EPSILON = 1e-5;

  /** Share of a new batch in the running statistics, PyTorch's default ({@code momentum}). */
  double RUNNING_SHARE = 0.1;

  /**
   * What channels are normalised by, each {@code [C]}.
   *
   * @param mean by channel
   * @param variance by channel, the biased one where it is a batch's
   */
  record Statistics(INDArray mean, INDArray variance) {}

  /**
   * What normalised channels are scaled and shifted by, each {@code [C]}; or the gradients of both.
   */
  record Affine(INDArray weight, INDArray bias) {}

  /** The fastest there is for the type on this machine. */
  static BatchNormKernel of(long[] shape, boolean relu, DataType type) {
    return OneDnn.serves(type) ? new OneDnnBatchNorm(shape, relu) : new Nd4jBatchNorm(shape, relu);
  }

  /** Normalises by given statistics. */
  void infer(
      INDArray input,
      Statistics statistics,
      Affine affine,
      INDArray output,
      LayerWorkspaceMgr workspaces);

  /** Normalises by the batch's own statistics, which it fills. */
  void forward(
      INDArray input,
      Statistics batch,
      Affine affine,
      INDArray output,
      LayerWorkspaceMgr workspaces);

  /**
   * Fills the gradients.
   *
   * @param input of the forward pass
   * @param batch statistics that the forward pass filled
   * @param affine weight and bias
   * @param outputGradient gradient of the output
   * @param gradients what to fill
   */
  void backward(
      INDArray input,
      Statistics batch,
      Affine affine,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces);

  /**
   * Updates running statistics: moves them a tenth of the way to those of a batch, the unbiased
   * variance among them.
   */
  void updateRunning(Statistics running, Statistics batch);

  /** What a biased variance over a map {@code [N, H, W, C]} times makes it unbiased. */
  static double unbiasing(long... map) {
    double positions = (double) map[0] * map[1] * map[2];
    return positions / Math.max(1, positions - 1);
  }

  /** Whether the backward pass looks at the output of the forward pass. */
  boolean readsOutput();

  /** Lets go of what the forward pass left. */
  void clear();

  /** The arrays that the backward pass fills. */
  record Gradients(INDArray input, Affine affine) {}
}
