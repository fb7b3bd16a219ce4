package org.abn.model.layer;

import static org.abn.model.layer.Linear.BIAS;
import static org.abn.model.layer.Linear.WEIGHT;

import org.abn.model.kernel.LinearKernel;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs {@link Linear}. */
final class LinearRuntime extends NativeLayerRuntime<Linear> {

  private final ByShape<LinearKernel> kernel = new ByShape<>();

  LinearRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  INDArray activate(Pass pass, LayerWorkspaceMgr workspaces) {
    input = Shapes.contiguous(input, ArrayType.ACTIVATIONS, workspaces);
    var shape = new LinearKernel.Shape(input.size(0), input.size(1), layerConf().outputs());
    INDArray output =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, dataType, new long[] {shape.batch(), shape.outputs()}, 'c');
    kernel
        .of(() -> LinearKernel.of(shape, dataType), input.shape())
        .forward(input, params.get(WEIGHT), params.get(BIAS), output);
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    INDArray inputGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    kernel
        .last()
        .backward(
            input,
            params.get(WEIGHT),
            Shapes.contiguous(outputGradient, ArrayType.BP_WORKING_MEM, workspaces),
            new LinearKernel.Gradients(
                inputGradient, gradientViews.get(WEIGHT), gradientViews.get(BIAS)));
    return Pair.of(filledGradient(), inputGradient);
  }
}
