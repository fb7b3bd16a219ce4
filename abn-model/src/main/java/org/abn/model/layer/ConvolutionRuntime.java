package org.abn.model.layer;

import java.util.Arrays;
import org.abn.model.kernel.ConvolutionKernel;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs {@link Convolution}. */
final class ConvolutionRuntime extends NativeLayerRuntime<Convolution> {

  private ConvolutionKernel kernel;

  ConvolutionRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    input = Shapes.contiguous(input, ArrayType.ACTIVATIONS, workspaces);
    if (kernel == null || !Arrays.equals(kernel.inputShape(), input.shape())) {
      kernel = ConvolutionKernel.of(input.shape(), layerConf().window(), dataType);
    }
    INDArray output =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, kernel.outputShape(), 'c');
    kernel.forward(input, params.get(Convolution.WEIGHT), output, workspaces);
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    INDArray inputGradient =
        layerConf().ofImages()
            ? null
            : workspaces.createUninitialized(
                ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    kernel.backward(
        input,
        params.get(Convolution.WEIGHT),
        Shapes.contiguous(outputGradient, ArrayType.BP_WORKING_MEM, workspaces),
        new ConvolutionKernel.Gradients(inputGradient, gradientViews.get(Convolution.WEIGHT)),
        workspaces);
    return Pair.of(filledGradient(), inputGradient);
  }
}
