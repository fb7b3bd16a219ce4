package org.abn.model.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs {@link Convolution} as ND4J's {@code conv2d}, which is oneDNN on a CPU. */
final class ConvolutionRuntime extends NativeLayerRuntime<Convolution> {

  ConvolutionRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    Convolution layer = layerConf();
    long[] shape = {
      input.size(0),
      layer.outputSize((int) input.size(1)),
      layer.outputSize((int) input.size(2)),
      layer.outChannels()
    };
    INDArray output = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    Operations.convolution(input, weight(), output, layer.operationArguments());
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    INDArray inputGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    Operations.convolutionBackward(
        new INDArray[] {input, weight(), outputGradient},
        new INDArray[] {inputGradient, gradientViews.get(Convolution.WEIGHT)},
        layerConf().operationArguments());
    return Pair.of(filledGradient(), inputGradient);
  }

  private INDArray weight() {
    return params.get(Convolution.WEIGHT);
  }
}
