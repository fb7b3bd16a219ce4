package org.abn.model.layer;

import static org.abn.model.layer.Linear.BIAS;
import static org.abn.model.layer.Linear.WEIGHT;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs {@link Linear} as matrix products. */
final class LinearRuntime extends NativeLayerRuntime<Linear> {

  LinearRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray output =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS,
            dataType,
            new long[] {input.size(0), layerConf().outputs()},
            'f');
    input.mmuli(params.get(WEIGHT).transpose(), output);
    return output.addiRowVector(params.get(BIAS));
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    gradientViews.get(WEIGHT).assign(outputGradient.transpose().mmul(input));
    gradientViews.get(BIAS).assign(outputGradient.sum(0));
    INDArray inputGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'f');
    outputGradient.mmuli(params.get(WEIGHT), inputGradient);
    return Pair.of(filledGradient(), inputGradient);
  }
}
