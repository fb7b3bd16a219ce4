package org.abn.model.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph of one input and one output inside a layer: its vertices run in order, in the caller's
 * workspaces. DL4J's own passes would open workspaces of the names that the outer network has open.
 */
final class Subgraph {

  private final ComputationGraph graph;
  private final GraphVertex[] vertices;
  private final int[] order;

  /**
   * @param graph initialised, of one input and one output
   */
  Subgraph(ComputationGraph graph) {
    this.graph = graph;
    vertices = graph.getVertices();
    order = graph.topologicalSortOrder();
  }

  /** The gradients of the parameters go into views of this vector. */
  void fill(INDArray gradients) {
    graph.setBackpropGradientsViewArray(gradients);
  }

  /** Batch norms take the batch as so many passes, each normalised by its own statistics. */
  void passes(int count) {
    for (Layer layer : graph.getLayers()) {
      if (layer instanceof BatchNormRuntime norm) {
        norm.passes(count);
      }
    }
  }

  /** What the output vertex gives. */
  @SuppressWarnings("try")
  INDArray forward(INDArray input, boolean training, LayerWorkspaceMgr workspaces) {
    INDArray output = input;
    for (int index : order) {
      GraphVertex vertex = vertices[index];
      if (vertex.isInputVertex()) {
        output = input;
      } else {
        try (MemoryWorkspace scratch = scratch(ArrayType.FF_WORKING_MEM, workspaces)) {
          output = vertex.doForward(training, workspaces);
        }
      }
      for (VertexIndices next : outputs(vertex)) {
        vertices[next.getVertexIndex()].setInput(next.getVertexEdgeNumber(), output, workspaces);
      }
    }
    return output;
  }

  /**
   * The gradient of the input, after a forward pass in training whose activations still are.
   *
   * @param outputGradient of what the output vertex gave
   */
  @SuppressWarnings("try")
  INDArray backward(INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    vertices[order[order.length - 1]].setEpsilon(outputGradient);
    for (int i = order.length - 1; i > 0; i--) {
      GraphVertex vertex = vertices[order[i]];
      INDArray[] gradients;
      try (MemoryWorkspace scratch = scratch(ArrayType.BP_WORKING_MEM, workspaces)) {
        gradients = vertex.doBackward(false, workspaces).getSecond();
      }
      for (int j = 0; j < gradients.length; j++) {
        add(gradients[j], vertices[vertex.getInputVertices()[j].getVertexIndex()]);
      }
    }
    return vertices[order[0]].getEpsilon();
  }

  private static void add(INDArray gradient, GraphVertex vertex) {
    INDArray others = vertex.getEpsilon();
    vertex.setEpsilon(others == null ? gradient : others.addi(gradient));
  }

  /** A scope for what one vertex needs while it computes; none inside that of the outer layer. */
  private static MemoryWorkspace scratch(ArrayType kind, LayerWorkspaceMgr workspaces) {
    return workspaces.isWorkspaceOpen(kind) ? null : workspaces.notifyScopeEntered(kind);
  }

  /** Lets go of the arrays of the last pass. */
  void clear() {
    for (GraphVertex vertex : vertices) {
      vertex.clear();
    }
  }

  private static VertexIndices[] outputs(GraphVertex vertex) {
    VertexIndices[] outputs = vertex.getOutputVertices();
    return outputs == null ? new VertexIndices[0] : outputs;
  }
}
