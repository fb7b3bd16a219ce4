package org.abn.model.layer;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The configuration that our vertices share: no parameters, a fixed number of inputs, immutable.
 */
public abstract class NativeVertex extends GraphVertex {

  private final int inputs;

  NativeVertex(int inputs) {
    this.inputs = inputs;
  }

  /** What the vertex does, in words: {@code max pool 3x3, stride 2}. */
  public abstract String description();

  /** The vertex that computes. */
  abstract NativeVertexRuntime runtime(
      ComputationGraph graph, String name, int index, DataType dataType);

  @Override
  public final org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parametersView,
      boolean initializeParameters,
      DataType dataType) {
    return runtime(graph, name, index, dataType);
  }

  /** The vertex itself: it cannot change. */
  @Override
  public final NativeVertex clone() {
    return this;
  }

  /** A vertex without settings equals every other of its kind, and none of another. */
  @Override
  @SuppressWarnings("EqualsGetClass")
  public boolean equals(Object other) {
    return other != null && getClass() == other.getClass();
  }

  @Override
  public int hashCode() {
    return getClass().hashCode();
  }

  @Override
  public final long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public final int minVertexInputs() {
    return inputs;
  }

  @Override
  public final int maxVertexInputs() {
    return inputs;
  }

  @Override
  public final MemoryReport getMemoryReport(InputType... types) {
    return new LayerMemoryReport.Builder(null, getClass(), types[0], getOutputType(0, types))
        .build();
  }
}
