package org.abn.model.layer;

import static org.abn.model.layer.BatchNorm.BIAS;
import static org.abn.model.layer.BatchNorm.MEAN;
import static org.abn.model.layer.BatchNorm.VARIANCE;
import static org.abn.model.layer.BatchNorm.WEIGHT;

import java.util.List;
import java.util.stream.Stream;
import org.abn.model.kernel.BatchNormKernel;
import org.abn.model.kernel.BatchNormKernel.Affine;
import org.abn.model.kernel.BatchNormKernel.Gradients;
import org.abn.model.kernel.BatchNormKernel.Statistics;
import org.abn.model.kernel.FixedBatchNorm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs {@link BatchNorm}. In training the backward pass moves the running statistics themselves,
 * whose gradient stays zero.
 */
final class BatchNormRuntime extends NativeLayerRuntime<BatchNorm> {

  private final ByShape<List<BatchNormKernel>> kernels = new ByShape<>();

  /** Of each mini-batch of the last forward pass in training. */
  private List<Statistics> batches = List.of();

  /** Of the last forward pass, where a backward pass with fixed statistics looks at it. */
  private INDArray output;

  private int miniBatches = 1;

  BatchNormRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /**
   * Takes the input of training as so many mini-batches of equal size that lie one behind the
   * other: each is normalised by its own statistics, and running statistics move once for each.
   */
  void miniBatches(int count) {
    miniBatches = count;
  }

  @Override
  public boolean readsOutput() {
    return kernels.last().get(0).readsOutput();
  }

  @Override
  INDArray activate(Pass pass, LayerWorkspaceMgr workspaces) {
    input = Shapes.contiguous(input, ArrayType.ACTIVATIONS, workspaces);
    INDArray result =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.shape(), 'c');
    if (pass.evaluates()) {
      kernels(1).get(0).infer(input, running(), affine(), result, workspaces);
      output = pass.keepsActivations() && layerConf().hasReLU() ? result : null;
    } else {
      train(result, workspaces);
    }
    return result;
  }

  private void train(INDArray result, LayerWorkspaceMgr workspaces) {
    batches = channelStatistics(workspaces);
    List<BatchNormKernel> ours = kernels(miniBatches);
    for (int i = 0; i < miniBatches; i++) {
      ours.get(i)
          .forward(miniBatch(input, i), batches.get(i), affine(), miniBatch(result, i), workspaces);
    }
  }

  /**
   * The output of the last forward pass in training, by its statistics.
   *
   * @return as that one
   */
  INDArray normaliseAgain(LayerWorkspaceMgr workspaces) {
    INDArray result =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.shape(), 'c');
    for (int i = 0; i < miniBatches; i++) {
      kernels
          .last()
          .get(i)
          .infer(miniBatch(input, i), batches.get(i), affine(), miniBatch(result, i), workspaces);
    }
    return result;
  }

  /** A kernel for each part of the input, since each keeps what its backward pass wants. */
  private List<BatchNormKernel> kernels(int parts) {
    long[] shape = input.shape().clone();
    shape[0] /= parts;
    boolean relu = layerConf().hasReLU();
    return kernels.of(
        () ->
            Stream.generate(() -> BatchNormKernel.of(shape, relu, dataType)).limit(parts).toList(),
        ArrayUtil.combine(shape, new long[] {parts}));
  }

  private INDArray miniBatch(INDArray whole, int number) {
    if (miniBatches == 1) {
      return whole;
    }
    long size = whole.size(0) / miniBatches;
    return whole.get(NDArrayIndex.interval(number * size, (number + 1) * size));
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    INDArray inputGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    INDArray outer = Shapes.contiguous(outputGradient, ArrayType.BP_WORKING_MEM, workspaces);
    var ofAffine = new Affine(gradientViews.get(WEIGHT), gradientViews.get(BIAS));
    var gradients = new Gradients(inputGradient, ofAffine);
    if (pass() == Pass.TRAINING) {
      backwardOfTraining(outer, gradients, workspaces);
    } else {
      var passed = new FixedBatchNorm.Passed(input, output, running());
      FixedBatchNorm.backward(passed, affine(), outer, gradients, workspaces);
    }
    return Pair.of(filledGradient(), inputGradient);
  }

  private void backwardOfTraining(
      INDArray outer, Gradients gradients, LayerWorkspaceMgr workspaces) {
    Affine sum = gradients.affine();
    for (int i = 0; i < miniBatches; i++) {
      Affine own = i == 0 ? sum : vectorPair(workspaces);
      BatchNormKernel kernel = kernels.last().get(i);
      Statistics batch = batches.get(i);
      kernel.backward(
          miniBatch(input, i),
          batch,
          affine(),
          miniBatch(outer, i),
          new Gradients(miniBatch(gradients.input(), i), own),
          workspaces);
      if (i > 0) {
        sum.weight().addi(own.weight());
        sum.bias().addi(own.bias());
      }
      kernel.updateRunning(running(), batch);
    }
  }

  private List<Statistics> channelStatistics(LayerWorkspaceMgr workspaces) {
    ArrayType kind = ArrayType.ACTIVATIONS;
    return Stream.generate(() -> new Statistics(vector(kind, workspaces), vector(kind, workspaces)))
        .limit(miniBatches)
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
    output = null;
    if (kernels.last() != null) {
      kernels.last().forEach(BatchNormKernel::clear);
    }
  }
}
