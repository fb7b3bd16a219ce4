package org.abn.model.layer;

import static org.abn.model.layer.TaskHeads.LOGITS;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs {@link TaskHeads}: the products of all tasks at once, on views of the arrays. */
final class TaskHeadsRuntime extends NativeLayerRuntime<TaskHeads> {

  TaskHeadsRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  INDArray activate(Pass pass, LayerWorkspaceMgr workspaces) {
    input = Shapes.contiguous(input, ArrayType.ACTIVATIONS, workspaces);
    INDArray logits =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, dataType, new long[] {input.size(0), LOGITS * tasks()}, 'c');
    Nd4j.matmul(byTask(input), weights(paramsFlattened), byTask(logits), false, true, false);
    return logits.addiRowVector(biases(paramsFlattened).dup('c').reshape(LOGITS * tasks()));
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    INDArray outer = Shapes.contiguous(outputGradient, ArrayType.BP_WORKING_MEM, workspaces);
    INDArray weightGradient = weights(gradientsFlattened);
    Nd4j.matmul(byTask(outer), byTask(input), weightGradient, true, false, false);
    biases(gradientsFlattened).assign(outer.sum(0).reshape('c', tasks(), LOGITS));
    INDArray inner =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    Nd4j.matmul(byTask(outer), weights(paramsFlattened), byTask(inner), false, false, false);
    return Pair.of(filledGradient(), inner);
  }

  /** Vectors {@code [N, T * length]} as {@code [T, N, length]}. */
  private INDArray byTask(INDArray vectors) {
    long length = vectors.size(1) / tasks();
    return vectors.reshape('c', vectors.size(0), tasks(), length).permute(1, 0, 2);
  }

  /** All weights in a flat vector, {@code [T, 2, inputs]}. */
  private INDArray weights(INDArray flat) {
    long end = LOGITS * inputs();
    INDArray rows = rows(flat).get(NDArrayIndex.all(), NDArrayIndex.interval(0, end));
    return rows.reshape('c', tasks(), LOGITS, inputs());
  }

  /** All biases in a flat vector, {@code [T, 2]}. */
  private INDArray biases(INDArray flat) {
    long start = LOGITS * inputs();
    return rows(flat).get(NDArrayIndex.all(), NDArrayIndex.interval(start, start + LOGITS));
  }

  /** Weight and bias of each task, {@code [T, 2 * inputs + 2]}. */
  private INDArray rows(INDArray flat) {
    return flat.reshape('c', tasks(), LOGITS * inputs() + LOGITS);
  }

  private long tasks() {
    return layerConf().tasks();
  }

  private long inputs() {
    return layerConf().inputs();
  }
}
