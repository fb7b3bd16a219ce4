package org.abn.model.layer;

import java.util.Locale;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex without parameters and without masks. */
abstract class NativeVertexRuntime extends BaseGraphVertex implements BackwardReads {

  NativeVertexRuntime(ComputationGraph graph, String name, int index, DataType dataType) {
    super(graph, name, index, null, null, dataType);
  }

  @Override
  public boolean readsInputs() {
    return true;
  }

  @Override
  public boolean readsOutput() {
    return false;
  }

  /** An input, contiguous in row-major order. */
  INDArray input(int index, LayerWorkspaceMgr workspaces) {
    inputs[index] = Shapes.contiguous(inputs[index], ArrayType.ACTIVATIONS, workspaces);
    return inputs[index];
  }

  /** The gradient of the output, contiguous in row-major order. */
  INDArray outputGradient(LayerWorkspaceMgr workspaces) {
    return Shapes.contiguous(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
  }

  INDArray activation(LayerWorkspaceMgr workspaces, long... shape) {
    return workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
  }

  INDArray gradient(LayerWorkspaceMgr workspaces, long... shape) {
    return workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, shape, 'c');
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    if (gradients != null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Vertex %s has no parameters, got %d gradients",
              vertexName,
              gradients.length()));
    }
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int batchSize) {
    return null;
  }

  @Override
  public String toString() {
    return "%s(%s)".formatted(getClass().getSimpleName(), vertexName);
  }
}
