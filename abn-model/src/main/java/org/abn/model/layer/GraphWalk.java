package org.abn.model.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Goes through the vertices of a graph of one input in order, forward and backward, in the caller's
 * workspaces: for a graph inside a layer, since DL4J's own passes would open workspaces of the
 * names that the outer network has open, and for gradients at fixed statistics, which DL4J does not
 * know.
 *
 * <p>Output layers, with their losses, are left out.
 */
public final class GraphWalk {

  private final ComputationGraph graph;
  private final GraphVertex[] vertices;
  private final int[] order;

  /**
   * @param graph initialised, of one input
   */
  public GraphWalk(ComputationGraph graph) {
    this.graph = graph;
    vertices = graph.getVertices();
    order = graph.topologicalSortOrder();
  }

  /** The gradients of the parameters go into views of this vector. */
  void fill(INDArray gradients) {
    graph.setBackpropGradientsViewArray(gradients);
  }

  /** In training, batch norms take their input as so many mini-batches, one behind the other. */
  void miniBatches(int count) {
    for (Layer layer : graph.getLayers()) {
      if (layer instanceof BatchNormRuntime norm) {
        norm.miniBatches(count);
      }
    }
  }

  /**
   * Computes every vertex.
   *
   * @param input as of the graph's
   * @return what the last vertex gives
   */
  INDArray forward(INDArray input, Pass pass, LayerWorkspaceMgr workspaces) {
    return forward(input, pass, workspaces, (vertex, output) -> {});
  }

  /**
   * Computes every vertex.
   *
   * @param input as of the graph's
   * @param seen is told what each vertex gives, by its name
   * @return what the last vertex gives
   */
  public INDArray forward(
      INDArray input, Pass pass, LayerWorkspaceMgr workspaces, BiConsumer<String, INDArray> seen) {
    return forward(vertices[order[0]], input, pass, workspaces, seen);
  }

  /**
   * Computes what depends on one vertex and on nothing beside it.
   *
   * @param from the vertex
   * @param output what it gives
   * @param seen is told what it and each of the others gives, by its name
   * @return what the last of them gives
   */
  public INDArray forward(
      String from,
      INDArray output,
      Pass pass,
      LayerWorkspaceMgr workspaces,
      BiConsumer<String, INDArray> seen) {
    return forward(graph.getVertex(from), output, pass, workspaces, seen);
  }

  private INDArray forward(
      GraphVertex from,
      INDArray given,
      Pass pass,
      LayerWorkspaceMgr workspaces,
      BiConsumer<String, INDArray> seen) {
    evaluates(pass == Pass.EVALUATION_WITH_GRADIENTS);
    try {
      INDArray output = given;
      for (GraphVertex vertex : dependents(from)) {
        if (vertex != from) {
          output = compute(vertex, pass.keepsActivations(), workspaces);
        }
        seen.accept(vertex.getVertexName(), output);
        for (VertexIndices next : outputs(vertex)) {
          vertices[next.getVertexIndex()].setInput(next.getVertexEdgeNumber(), output, workspaces);
        }
      }
      return output;
    } finally {
      evaluates(false);
    }
  }

  @SuppressWarnings("try")
  private static INDArray compute(
      GraphVertex vertex, boolean keepsActivations, LayerWorkspaceMgr workspaces) {
    try (MemoryWorkspace scratch = scratch(ArrayType.FF_WORKING_MEM, workspaces)) {
      return vertex.doForward(keepsActivations, workspaces);
    }
  }

  /** A vertex, and in the order of computing those of which all inputs depend on it. */
  private List<GraphVertex> dependents(GraphVertex from) {
    boolean[] depends = new boolean[vertices.length];
    depends[from.getVertexIndex()] = true;
    List<GraphVertex> found = new ArrayList<>();
    for (int index : order) {
      GraphVertex vertex = vertices[index];
      depends[index] |= !isOutput(vertex) && allDepend(vertex.getInputVertices(), depends);
      if (depends[index]) {
        found.add(vertex);
      }
    }
    return found;
  }

  private static boolean allDepend(VertexIndices[] inputs, boolean[] depends) {
    return inputs != null
        && Arrays.stream(inputs).allMatch(input -> depends[input.getVertexIndex()]);
  }

  /**
   * Gives the layers that depend on a vertex a place for the gradients of their parameters, of
   * which nobody has use, where they have none yet. The training that follows gives them its own.
   */
  public void reserveGradients(String from) {
    for (GraphVertex vertex : dependents(graph.getVertex(from))) {
      long parameters = vertex.numParams();
      if (parameters > 0 && vertex.getLayer().getGradientsViewArray() == null) {
        vertex.setBackpropGradientsViewArray(
            Nd4j.createUninitializedDetached(graph.params().dataType(), 'c', 1, parameters));
      }
    }
  }

  private void evaluates(boolean whether) {
    for (Layer layer : graph.getLayers()) {
      if (layer instanceof NativeLayerRuntime<?> own) {
        own.evaluates(whether);
      }
    }
  }

  /** The gradient of the input from that of the last vertex; see {@link #backward}. */
  INDArray backward(INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    return backward(
        vertices[order[order.length - 1]], outputGradient, vertices[order[0]], workspaces);
  }

  /**
   * Takes a gradient back from one vertex to another, after a forward pass that kept its
   * activations and while they still are.
   *
   * @param from the vertex whose output the gradient is of
   * @param to the vertex whose output's gradient is asked for; layers behind it fill theirs too
   * @return null where {@code to} is the network's input, whose gradient no layer computes
   */
  public INDArray backward(
      String from, INDArray outputGradient, String to, LayerWorkspaceMgr workspaces) {
    return backward(graph.getVertex(from), outputGradient, graph.getVertex(to), workspaces);
  }

  @SuppressWarnings("try")
  private INDArray backward(
      GraphVertex from, INDArray outputGradient, GraphVertex to, LayerWorkspaceMgr workspaces) {
    from.setEpsilon(outputGradient);
    for (int i = order.length - 1; vertices[order[i]] != to; i--) {
      GraphVertex vertex = vertices[order[i]];
      if (vertex.getEpsilon() == null) { // it lies beside the way
        continue;
      }
      INDArray[] gradients;
      try (MemoryWorkspace scratch = scratch(ArrayType.BP_WORKING_MEM, workspaces)) {
        gradients = vertex.doBackward(false, workspaces).getSecond();
      }
      for (int j = 0; j < gradients.length; j++) {
        add(gradients[j], vertices[vertex.getInputVertices()[j].getVertexIndex()]);
      }
    }
    return to.getEpsilon();
  }

  private static void add(INDArray gradient, GraphVertex vertex) {
    INDArray others = vertex.getEpsilon();
    vertex.setEpsilon(others == null ? gradient : others.addi(gradient));
  }

  private static boolean isOutput(GraphVertex vertex) {
    return vertex.hasLayer() && vertex.getLayer() instanceof IOutputLayer;
  }

  /** A scope for what one vertex needs while it computes; none inside that of the outer layer. */
  private static MemoryWorkspace scratch(ArrayType kind, LayerWorkspaceMgr workspaces) {
    return workspaces.isWorkspaceOpen(kind) ? null : workspaces.notifyScopeEntered(kind);
  }

  /** Lets go of the arrays of the last pass. */
  public void clear() {
    for (GraphVertex vertex : vertices) {
      vertex.clear();
    }
  }

  private static VertexIndices[] outputs(GraphVertex vertex) {
    VertexIndices[] outputs = vertex.getOutputVertices();
    return outputs == null ? new VertexIndices[0] : outputs;
  }
}
