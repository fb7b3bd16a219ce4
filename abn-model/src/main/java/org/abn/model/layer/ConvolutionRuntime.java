package org.abn.model.layer;

import static org.abn.model.layer.Convolution.BIAS;
import static org.abn.model.layer.Convolution.WEIGHT;

import java.util.Map;
import org.abn.model.kernel.ConvolutionKernel;
import org.abn.model.kernel.ConvolutionKernel.Gradients;
import org.abn.model.kernel.ConvolutionKernel.Parameters;
import org.abn.model.kernel.ConvolutionKernel.Passed;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs {@link Convolution}. */
final class ConvolutionRuntime extends NativeLayerRuntime<Convolution> {

  private final ByShape<ConvolutionKernel> kernel = new ByShape<>();

  /** Of the last forward pass, where a ReLU's backward pass looks at it. */
  private INDArray output;

  ConvolutionRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  INDArray activate(Pass pass, LayerWorkspaceMgr workspaces) {
    input = Shapes.contiguous(input, ArrayType.ACTIVATIONS, workspaces);
    ConvolutionKernel ours = kernel.of(this::newKernel, input.shape());
    INDArray result =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, ours.outputShape(), 'c');
    ours.forward(input, of(params), result, workspaces);
    output = pass.keepsActivations() && layerConf().epilogue().hasReLU() ? result : null;
    return result;
  }

  @Override
  public boolean takesInputsAnew() {
    return true;
  }

  @Override
  public boolean readsOutput() {
    return layerConf().epilogue().hasReLU();
  }

  private ConvolutionKernel newKernel() {
    return new ConvolutionKernel(
        input.shape(), layerConf().window(), layerConf().epilogue(), dataType);
  }

  private static Parameters of(Map<String, INDArray> arrays) {
    return new Parameters(arrays.get(WEIGHT), arrays.get(BIAS));
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    INDArray inputGradient =
        layerConf().isOfImages()
            ? null
            : workspaces.createUninitialized(
                ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    INDArray outer = Shapes.contiguous(outputGradient, ArrayType.BP_WORKING_MEM, workspaces);
    kernel
        .last()
        .backward(
            new Passed(input, output, outer),
            of(params),
            new Gradients(inputGradient, of(gradientViews)),
            workspaces);
    return Pair.of(filledGradient(), inputGradient);
  }

  @Override
  public void clear() {
    super.clear();
    output = null;
  }
}
