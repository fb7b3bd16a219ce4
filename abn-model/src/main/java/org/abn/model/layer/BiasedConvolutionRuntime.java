package org.abn.model.layer;

import static org.abn.model.layer.BiasedConvolution.BIAS;
import static org.abn.model.layer.BiasedConvolution.WEIGHT;

import java.util.Arrays;
import org.abn.model.kernel.BiasedConvolutionBackward;
import org.abn.model.kernel.BiasedConvolutionBackward.Gradients;
import org.abn.model.kernel.BiasedConvolutionKernel;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs {@link BiasedConvolution}. */
final class BiasedConvolutionRuntime extends NativeLayerRuntime<BiasedConvolution> {

  private BiasedConvolutionKernel forward;
  // Only training asks for it.
  private BiasedConvolutionBackward backward;

  /** Of the last forward pass in training. */
  private INDArray output;

  BiasedConvolutionRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    input = Shapes.contiguous(input, ArrayType.ACTIVATIONS, workspaces);
    if (forward == null || !Arrays.equals(forward.inputShape(), input.shape())) {
      forward =
          BiasedConvolutionKernel.of(
              input.shape(), layerConf().window(), layerConf().rectified(), dataType);
    }
    INDArray result =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, forward.outputShape(), 'c');
    forward.forward(input, params.get(WEIGHT), params.get(BIAS), result, workspaces);
    output = training ? result : null;
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    if (backward == null || !Arrays.equals(backward.inputShape(), input.shape())) {
      backward =
          new BiasedConvolutionBackward(
              input.shape(), layerConf().window(), layerConf().rectified(), dataType);
    }
    INDArray inner =
        layerConf().ofImages()
            ? null
            : workspaces.createUninitialized(
                ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    backward.backward(
        input,
        params.get(WEIGHT),
        output,
        Shapes.contiguous(outputGradient, ArrayType.BP_WORKING_MEM, workspaces),
        new Gradients(inner, gradientViews.get(WEIGHT), gradientViews.get(BIAS)),
        workspaces);
    return Pair.of(filledGradient(), inner);
  }

  @Override
  public void clear() {
    super.clear();
    output = null;
  }
}
