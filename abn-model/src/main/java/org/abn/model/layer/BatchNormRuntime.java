package org.abn.model.layer;

import static org.abn.model.layer.BatchNorm.BIAS;
import static org.abn.model.layer.BatchNorm.MEAN;
import static org.abn.model.layer.BatchNorm.VARIANCE;
import static org.abn.model.layer.BatchNorm.WEIGHT;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs {@link BatchNorm}. The backward pass moves the running statistics themselves, whose gradient
 * stays zero.
 */
final class BatchNormRuntime extends NativeLayerRuntime<BatchNorm> {

  private List<BatchNormKernel> kernels = List.of();

  /** Of each pass of the last forward pass in training. */
  private List<Statistics> batches = List.of();

  private int passes = 1;

  BatchNormRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /**
   * Takes a batch as passes of equal size that lie one behind the other: each is normalised by its
   * own statistics, and running statistics move once for each.
   */
  void passes(int count) {
    passes = count;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    input = Shapes.contiguous(input, ArrayType.ACTIVATIONS, workspaces);
    prepare(part(input, 0).shape());
    INDArray output =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.shape(), 'c');
    batches = training ? channelStatistics(workspaces) : List.of();
    for (int pass = 0; pass < passes; pass++) {
      BatchNormKernel kernel = kernels.get(pass);
      INDArray in = part(input, pass);
      INDArray out = part(output, pass);
      if (training) {
        kernel.forward(in, batches.get(pass), affine(), out, workspaces);
      } else {
        kernel.infer(in, running(), affine(), out, workspaces);
      }
    }
    return output;
  }

  private void prepare(long... shape) {
    if (kernels.size() != passes || !Arrays.equals(kernels.get(0).shape(), shape)) {
      kernels =
          Stream.generate(() -> BatchNormKernel.of(shape, layerConf().rectified(), dataType))
              .limit(passes)
              .toList();
    }
  }

  private INDArray part(INDArray whole, int pass) {
    if (passes == 1) {
      return whole;
    }
    long size = whole.size(0) / passes;
    return whole.get(NDArrayIndex.interval(pass * size, (pass + 1) * size));
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    INDArray inputGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    INDArray outer = Shapes.contiguous(outputGradient, ArrayType.BP_WORKING_MEM, workspaces);
    var sum = new Affine(gradientViews.get(WEIGHT), gradientViews.get(BIAS));
    for (int pass = 0; pass < passes; pass++) {
      Affine own = pass == 0 ? sum : vectorPair(workspaces);
      var gradients = new Gradients(part(inputGradient, pass), own);
      Statistics batch = batches.get(pass);
      kernels
          .get(pass)
          .backward(part(input, pass), batch, affine(), part(outer, pass), gradients, workspaces);
      if (pass > 0) {
        sum.weight().addi(own.weight());
        sum.bias().addi(own.bias());
      }
      kernels.get(pass).follow(running(), batch);
    }
    return Pair.of(filledGradient(), inputGradient);
  }

  private List<Statistics> channelStatistics(LayerWorkspaceMgr workspaces) {
    ArrayType kind = ArrayType.ACTIVATIONS;
    return Stream.generate(() -> new Statistics(vector(kind, workspaces), vector(kind, workspaces)))
        .limit(passes)
        .toList();
  }

  private Affine vectorPair(LayerWorkspaceMgr workspaces) {
    ArrayType kind = ArrayType.BP_WORKING_MEM;
    return new Affine(vector(kind, workspaces), vector(kind, workspaces));
  }

  private INDArray vector(ArrayType kind, LayerWorkspaceMgr workspaces) {
    return workspaces.createUninitialized(kind, dataType, params.get(WEIGHT).length());
  }

  private Statistics running() {
    return new Statistics(params.get(MEAN), params.get(VARIANCE));
  }

  private Affine affine() {
    return new Affine(params.get(WEIGHT), params.get(BIAS));
  }

  @Override
  public void clear() {
    super.clear();
    batches = List.of();
    kernels.forEach(BatchNormKernel::clear);
  }
}
