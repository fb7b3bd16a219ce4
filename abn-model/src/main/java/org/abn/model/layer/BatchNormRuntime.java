package org.abn.model.layer;

import static org.abn.model.layer.BatchNorm.BIAS;
import static org.abn.model.layer.BatchNorm.MEAN;
import static org.abn.model.layer.BatchNorm.VARIANCE;
import static org.abn.model.layer.BatchNorm.WEIGHT;

import java.util.Arrays;
import org.abn.model.kernel.BatchNormKernel;
import org.abn.model.kernel.BatchNormKernel.Affine;
import org.abn.model.kernel.BatchNormKernel.Gradients;
import org.abn.model.kernel.BatchNormKernel.Statistics;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs {@link BatchNorm}. The backward pass moves the running statistics themselves, whose gradient
 * stays zero.
 */
final class BatchNormRuntime extends NativeLayerRuntime<BatchNorm> {

  private BatchNormKernel kernel;

  /** Of the last forward pass in training. */
  private Statistics batch;

  BatchNormRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    input = Shapes.contiguous(input, ArrayType.ACTIVATIONS, workspaces);
    if (kernel == null || !Arrays.equals(kernel.shape(), input.shape())) {
      kernel = BatchNormKernel.of(input.shape(), layerConf().rectified(), dataType);
    }
    INDArray output =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.shape(), 'c');
    if (training) {
      batch = new Statistics(channelVector(workspaces), channelVector(workspaces));
      kernel.forward(input, batch, affine(), output, workspaces);
    } else {
      var running = new Statistics(params.get(MEAN), params.get(VARIANCE));
      kernel.infer(input, running, affine(), output, workspaces);
    }
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    INDArray inputGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    var gradients =
        new Gradients(
            inputGradient, new Affine(gradientViews.get(WEIGHT), gradientViews.get(BIAS)));
    INDArray outer = Shapes.contiguous(outputGradient, ArrayType.BP_WORKING_MEM, workspaces);
    kernel.backward(input, batch, affine(), outer, gradients, workspaces);
    kernel.follow(new Statistics(params.get(MEAN), params.get(VARIANCE)), batch);
    return Pair.of(filledGradient(), inputGradient);
  }

  private INDArray channelVector(LayerWorkspaceMgr workspaces) {
    return workspaces.createUninitialized(
        ArrayType.ACTIVATIONS, dataType, params.get(WEIGHT).length());
  }

  private Affine affine() {
    return new Affine(params.get(WEIGHT), params.get(BIAS));
  }

  @Override
  public void clear() {
    super.clear();
    batch = null;
    if (kernel != null) {
      kernel.clear();
    }
  }
}
