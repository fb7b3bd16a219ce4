package org.abn.model.layer;

import static org.abn.model.layer.BatchNorm.BIAS;
import static org.abn.model.layer.BatchNorm.EPSILON;
import static org.abn.model.layer.BatchNorm.MEAN;
import static org.abn.model.layer.BatchNorm.RUNNING_SHARE;
import static org.abn.model.layer.BatchNorm.VARIANCE;
import static org.abn.model.layer.BatchNorm.WEIGHT;

import java.util.function.Function;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastSubOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Runs {@link BatchNorm}; everything is a pass over contiguous channels. */
final class BatchNormRuntime extends NativeLayerRuntime<BatchNorm> {

  private static final int CHANNEL_AXIS = 3;

  /** What the backward pass needs of the forward pass in training. */
  private INDArray output;

  private INDArray batchMean;
  private INDArray batchVariance;

  BatchNormRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray result =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.shape(), 'c');
    if (training) {
      measureBatch(workspaces);
      output = result;
    }
    INDArray mean = training ? batchMean : params.get(MEAN);
    INDArray variance = training ? batchVariance : params.get(VARIANCE);
    Operations.normalise(
        new INDArray[] {input, mean, variance, params.get(WEIGHT), params.get(BIAS)},
        result,
        EPSILON);
    if (layerConf().rectified()) {
      Operations.rectify(result);
    }
    return result;
  }

  private void measureBatch(LayerWorkspaceMgr workspaces) {
    Function<long[], INDArray> scratch = scratch(workspaces, ArrayType.FF_WORKING_MEM);
    batchMean = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, channels());
    ChannelSums.into(input, batchMean, scratch);
    batchMean.divi(positions());
    INDArray squares = centred(scratch);
    squares.muli(squares);
    batchVariance = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, channels());
    ChannelSums.into(squares, batchVariance, scratch);
    batchVariance.divi(positions());
  }

  /**
   * With {@code s = weight / sqrt(variance + epsilon)} and sums over batch and positions, of which
   * there are {@code m}: {@code dx = s (dy - sum(dy) / m) - (x - mean) s sum(dy (x - mean)) /
   * (variance + epsilon) / m}.
   */
  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    Function<long[], INDArray> scratch = scratch(workspaces, ArrayType.BP_WORKING_MEM);
    INDArray inputGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    INDArray dy = throughReLU(outputGradient, inputGradient);
    INDArray centred = centred(scratch);

    INDArray product = dy.mul(centred, scratch.apply(input.shape()));
    INDArray biasGradient = gradientViews.get(BIAS);
    INDArray weightGradient = gradientViews.get(WEIGHT);
    ChannelSums.into(dy, biasGradient, scratch);
    ChannelSums.into(product, weightGradient, scratch);

    INDArray inverseDeviation = Transforms.pow(batchVariance.add(EPSILON), -0.5, false);
    weightGradient.muli(inverseDeviation);
    INDArray scale = params.get(WEIGHT).mul(inverseDeviation);
    INDArray alongCentred = scale.mul(inverseDeviation).muli(weightGradient).divi(-positions());
    INDArray shift = scale.mul(biasGradient).divi(-positions());
    Nd4j.exec(new BroadcastMulOp(dy, scale, inputGradient, CHANNEL_AXIS));
    Nd4j.exec(new BroadcastMulOp(centred, alongCentred, centred, CHANNEL_AXIS));
    inputGradient.addi(centred);
    Nd4j.exec(new BroadcastAddOp(inputGradient, shift, inputGradient, CHANNEL_AXIS));

    moveRunningStatistics();
    return Pair.of(filledGradient(), inputGradient);
  }

  /** {@code outputGradient} behind the ReLU is itself before it where the output is positive. */
  private INDArray throughReLU(INDArray outputGradient, INDArray buffer) {
    if (!layerConf().rectified()) {
      return outputGradient;
    }
    Operations.rectifyBackward(output, outputGradient, buffer);
    return buffer;
  }

  private INDArray centred(Function<long[], INDArray> scratch) {
    INDArray centred = scratch.apply(input.shape());
    Nd4j.exec(new BroadcastSubOp(input, batchMean, centred, CHANNEL_AXIS));
    return centred;
  }

  /**
   * Running statistics as "gradients" that plain subtraction applies, the way DL4J carries them
   * through its updater: {@code running - batch}, times the batch's share.
   */
  private void moveRunningStatistics() {
    INDArray mean = gradientViews.get(MEAN);
    params.get(MEAN).sub(batchMean, mean).muli(RUNNING_SHARE);
    INDArray unbiased = batchVariance.mul(positions() / Math.max(1, positions() - 1));
    INDArray variance = gradientViews.get(VARIANCE);
    params.get(VARIANCE).sub(unbiased, variance).muli(RUNNING_SHARE);
  }

  private Function<long[], INDArray> scratch(LayerWorkspaceMgr workspaces, ArrayType kind) {
    return shape -> workspaces.createUninitialized(kind, dataType, shape, 'c');
  }

  private long channels() {
    return input.size(CHANNEL_AXIS);
  }

  /** Values that one channel's statistics are taken over: N H W. */
  private double positions() {
    return (double) input.length() / channels();
  }

  @Override
  public boolean updaterDivideByMinibatch(String name) {
    return name.equals(WEIGHT) || name.equals(BIAS);
  }

  @Override
  public void clear() {
    super.clear();
    output = null;
    batchMean = null;
    batchVariance = null;
  }
}
