package org.abn.model.kernel;

import java.util.Arrays;
import java.util.Optional;
import org.abn.model.kernel.Geometry.Window;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes the backward pass of a convolution with a bias, and a ReLU behind it or without. An
 * object serves one thread at a time.
 */
public final class BiasedConvolutionBackward {

  private final ConvolutionKernel convolution;

  /** Of the convolution and the bias; empty without a ReLU. */
  private final Optional<RectifiedSum> sum;

  /**
   * The arrays that it fills.
   *
   * @param input null where the input is data, whose gradient nobody needs
   * @param weight of the weight's shape
   * @param bias {@code [outChannels]}
   */
  public record Gradients(INDArray input, INDArray weight, INDArray bias) {}

  /**
   * @param inputShape of the array that the forward pass takes
   * @param window what slides over it
   * @param rectified whether a ReLU follows
   * @param type FLOAT or DOUBLE
   */
  public BiasedConvolutionBackward(
      long[] inputShape, Window window, boolean rectified, DataType type) {
    convolution = ConvolutionKernel.of(inputShape, window, type);
    long length = Arrays.stream(convolution.outputShape()).reduce(1, Math::multiplyExact);
    sum = rectified ? Optional.of(RectifiedSum.of(length, type)) : Optional.empty();
  }

  /** Of the array that the forward pass takes. */
  public long[] inputShape() {
    return convolution.inputShape();
  }

  /**
   * Fills the gradients.
   *
   * @param output of the forward pass, where a ReLU follows
   */
  public void backward(
      INDArray input,
      INDArray weight,
      INDArray output,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces) {
    INDArray outer =
        sum.map(kernel -> gradientOfSum(kernel, output, outputGradient, workspaces))
            .orElse(outputGradient);
    var ofConvolution = new ConvolutionKernel.Gradients(gradients.input(), gradients.weight());
    convolution.backward(input, weight, outer, ofConvolution, workspaces);
    ChannelSums.into(outer, gradients.bias(), shape -> scratch(outer, shape, workspaces));
  }

  private static INDArray gradientOfSum(
      RectifiedSum sum, INDArray output, INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    INDArray gradient = scratch(output, output.shape(), workspaces);
    sum.backward(output, outputGradient, gradient);
    return gradient;
  }

  private static INDArray scratch(INDArray like, long[] shape, LayerWorkspaceMgr workspaces) {
    return workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, like.dataType(), shape, 'c');
  }
}
