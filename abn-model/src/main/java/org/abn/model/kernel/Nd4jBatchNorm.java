package org.abn.model.kernel;

import java.util.function.Function;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastSubOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Batch norm by ND4J, of channel-last and of channel-first maps. */
final class Nd4jBatchNorm implements BatchNormKernel {

  private final long[] shape;
  private final Layout layout;
  private final boolean relu;

  /** Of the last forward pass in training. */
  private INDArray output;

  Nd4jBatchNorm(long[] shape, boolean relu) {
    this.shape = shape.clone();
    layout = Layout.of(shape);
    this.relu = relu;
  }

  @Override
  public void infer(
      INDArray input,
      Statistics statistics,
      Affine affine,
      INDArray output,
      LayerWorkspaceMgr workspaces) {
    INDArray plain = layout.plain(input);
    Operations.normalise(
        new INDArray[] {
          plain, statistics.mean(), statistics.variance(), affine.weight(), affine.bias()
        },
        layout.plain(output),
        layout.channelAxis(),
        EPSILON);
    if (relu) {
      Operations.rectify(output);
    }
  }

  @Override
  public void forward(
      INDArray input,
      Statistics batch,
      Affine affine,
      INDArray output,
      LayerWorkspaceMgr workspaces) {
    measure(input, batch, scratch(input, workspaces, ArrayType.FF_WORKING_MEM));
    infer(input, batch, affine, output, workspaces);
    this.output = output;
  }

  private void measure(INDArray input, Statistics batch, Function<long[], INDArray> scratch) {
    ChannelSums.into(input, batch.mean(), scratch);
    batch.mean().divi(positions());
    INDArray squares = centred(input, batch.mean(), scratch);
    squares.muli(squares);
    ChannelSums.into(squares, batch.variance(), scratch);
    batch.variance().divi(positions());
  }

  /**
   * With {@code s = weight / sqrt(variance + epsilon)} and sums over batch and positions, of which
   * there are {@code m}: {@code dx = s (dy - sum(dy) / m) - (x - mean) s sum(dy (x - mean)) /
   * (variance + epsilon) / m}.
   */
  @Override
  public void backward(
      INDArray input,
      Statistics batch,
      Affine affine,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces) {
    Function<long[], INDArray> scratch = scratch(input, workspaces, ArrayType.BP_WORKING_MEM);
    INDArray inputGradient = gradients.input();
    INDArray dy = throughReLU(outputGradient, inputGradient);
    INDArray centred = centred(input, batch.mean(), scratch);

    INDArray product = dy.mul(centred, scratch.apply(shape));
    INDArray biasGradient = gradients.affine().bias();
    INDArray weightGradient = gradients.affine().weight();
    ChannelSums.into(dy, biasGradient, scratch);
    ChannelSums.into(product, weightGradient, scratch);

    INDArray inverseDeviation = Transforms.pow(batch.variance().add(EPSILON), -0.5, false);
    weightGradient.muli(inverseDeviation);
    INDArray scale = affine.weight().mul(inverseDeviation);
    INDArray alongCentred = scale.mul(inverseDeviation).muli(weightGradient).divi(-positions());
    INDArray shift = scale.mul(biasGradient).divi(-positions());
    byChannel(BroadcastMulOp::new, dy, scale, inputGradient);
    byChannel(BroadcastMulOp::new, centred, alongCentred, centred);
    inputGradient.addi(centred);
    Operations.addByChannel(inputGradient, shift);
  }

  @Override
  public void updateRunning(Statistics running, Statistics batch) {
    blend(running.mean(), batch.mean());
    blend(
        running.variance(),
        batch.variance().mul(BatchNormKernel.unbiasing(Layout.mapShape(shape))));
  }

  private static void blend(INDArray running, INDArray batch) {
    running.subi(running.sub(batch).muli(RUNNING_SHARE));
  }

  /** {@code outputGradient} behind the ReLU is itself before it where the output is positive. */
  private INDArray throughReLU(INDArray outputGradient, INDArray buffer) {
    if (!relu) {
      return outputGradient;
    }
    Operations.rectifyBackward(output, outputGradient, buffer);
    return buffer;
  }

  private INDArray centred(INDArray input, INDArray mean, Function<long[], INDArray> scratch) {
    INDArray centred = scratch.apply(input.shape());
    byChannel(BroadcastSubOp::new, input, mean, centred);
    return centred;
  }

  /** An operation of ND4J's on a map, a vector and an axis. */
  private interface Broadcast {
    BroadcastOp of(INDArray map, INDArray vector, INDArray result, int... axis);
  }

  private void byChannel(Broadcast operation, INDArray map, INDArray vector, INDArray result) {
    Nd4j.exec(operation.of(layout.plain(map), vector, layout.plain(result), layout.channelAxis()));
  }

  private static Function<long[], INDArray> scratch(
      INDArray input, LayerWorkspaceMgr workspaces, ArrayType kind) {
    return shape -> workspaces.createUninitialized(kind, input.dataType(), shape, 'c');
  }

  /** Values that one channel's statistics are taken over: N H W. */
  private double positions() {
    long[] map = Layout.mapShape(shape);
    return (double) map[0] * map[1] * map[2];
  }

  @Override
  public boolean readsOutput() {
    return relu;
  }

  @Override
  public void clear() {
    output = null;
  }
}
