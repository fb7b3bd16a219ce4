package org.abn.model.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/** Runs {@link Dropout}. The backward pass draws the numbers of the forward pass again. */
final class DropoutRuntime extends NativeLayerRuntime<Dropout> {

  /** 2^64 divided by the golden ratio: multiples of it lie far apart. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** Of this layer alone: a network's initial parameters come from ND4J's own generator. */
  private final Random random = Nd4j.getRandomFactory().getNewRandomInstance();

  DropoutRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    return training
        ? dropped(input, ArrayType.ACTIVATIONS, workspaces)
        : workspaces.leverageTo(ArrayType.ACTIVATIONS, input);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    return Pair.of(
        new DefaultGradient(), dropped(outputGradient, ArrayType.ACTIVATION_GRAD, workspaces));
  }

  private INDArray dropped(INDArray values, ArrayType kind, LayerWorkspaceMgr workspaces) {
    INDArray contiguous = Shapes.contiguous(values, kind, workspaces);
    INDArray dropped = workspaces.createUninitialized(kind, dataType, values.shape(), 'c');
    random.setSeed(seedOfStep());
    double kept = 1 - layerConf().probability();
    Nd4j.getExecutioner().exec(new DropOutInverted(contiguous, dropped, kept), random);
    return dropped;
  }

  private long seedOfStep() {
    long ofLayer = conf.getSeed() * GOLDEN + layerConf().getLayerName().hashCode();
    return ofLayer * GOLDEN + getIterationCount();
  }
}
