package org.abn.spark.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Times each vertex of one forward and backward pass, walking the graph as {@link ComputationGraph}
 * does; no layer knows of it.
 */
@SuppressWarnings("try") // workspaces serve by being open
final class StepProfile {

  private static final String GRADIENT_SUMS = "sums of gradients";
  private final ComputationGraph graph;
  private final GraphVertex[] vertices;
  private final LayerWorkspaceMgr workspaces;
  private Map<String, Cost> costs = new TreeMap<>();

  /** Seconds of a kind of layer in one step. */
  record Cost(double forward, double backward) {
    static final Cost NONE = new Cost(0, 0);

    Cost plus(Cost other) {
      return new Cost(forward + other.forward, backward + other.backward);
    }

    double sum() {
      return forward + backward;
    }
  }

  StepProfile(ComputationGraph graph) {
    this.graph = graph;
    vertices = graph.getVertices();
    workspaces = workspaces(vertices.length);
  }

  /**
   * Activations and gradients live for the step, working memory for a vertex. Each workspace has
   * its final size after one step: of the latter as the vertex that needs most of it.
   */
  private static LayerWorkspaceMgr workspaces(int vertices) {
    String step = "PROFILE_STEP";
    WorkspaceConfiguration ofStep = learningOver(1);
    WorkspaceConfiguration ofVertex = learningOver(vertices);
    return LayerWorkspaceMgr.builder()
        .with(ArrayType.INPUT, step, ofStep)
        .with(ArrayType.ACTIVATIONS, step, ofStep)
        .with(ArrayType.ACTIVATION_GRAD, step, ofStep)
        .with(ArrayType.FF_WORKING_MEM, "PROFILE_FORWARD", ofVertex)
        .with(ArrayType.BP_WORKING_MEM, "PROFILE_BACKWARD", ofVertex)
        .noWorkspaceFor(ArrayType.RNN_FF_LOOP_WORKING_MEM)
        .noWorkspaceFor(ArrayType.RNN_BP_LOOP_WORKING_MEM)
        .noWorkspaceFor(ArrayType.UPDATER_WORKING_MEM)
        .noWorkspaceFor(ArrayType.FF_CACHE)
        .build();
  }

  private static WorkspaceConfiguration learningOver(int cycles) {
    return WorkspaceConfiguration.builder()
        .policyLearning(LearningPolicy.OVER_TIME)
        .cyclesBeforeInitialization(cycles)
        .build();
  }

  /** Walks once; gives the costs by kind of layer. */
  Map<String, Cost> step(MultiDataSet batch) {
    costs = new LinkedHashMap<>();
    try (MemoryWorkspace ignored = workspaces.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
      forward(batch.getFeatures(0));
      backward(batch.getLabels());
    }
    Arrays.stream(vertices).forEach(GraphVertex::clear);
    return costs;
  }

  private void forward(INDArray images) {
    for (int i : graph.topologicalSortOrder()) {
      GraphVertex vertex = vertices[i];
      if (vertex.isInputVertex()) {
        feed(vertex, images);
      } else if (!isOutput(vertex)) {
        // An output's forward pass is part of its backward pass, as in training.
        feed(vertex, timedForward(vertex));
      }
    }
  }

  private static boolean isOutput(GraphVertex vertex) {
    return vertex.hasLayer() && vertex.getLayer() instanceof IOutputLayer;
  }

  private INDArray timedForward(GraphVertex vertex) {
    long start = System.nanoTime();
    INDArray output;
    try (MemoryWorkspace ignored = workspaces.notifyScopeEntered(ArrayType.FF_WORKING_MEM)) {
      output = vertex.doForward(true, workspaces);
    }
    add(kind(vertex), new Cost(since(start), 0));
    return output;
  }

  private void feed(GraphVertex source, INDArray activation) {
    for (VertexIndices target : source.getOutputVertices()) {
      vertices[target.getVertexIndex()].setInput(
          target.getVertexEdgeNumber(), activation, workspaces);
    }
  }

  private void backward(INDArray[] labels) {
    int[] order = graph.topologicalSortOrder();
    for (int i = order.length - 1; i >= 0; i--) {
      GraphVertex vertex = vertices[order[i]];
      if (vertex.isInputVertex()) {
        continue;
      }
      if (vertex.hasLayer() && vertex.getLayer() instanceof IOutputLayer output) {
        int number = graph.getConfiguration().getNetworkOutputs().indexOf(vertex.getVertexName());
        output.setLabels(labels[number]);
      }
      pass(vertex, timedBackward(vertex));
    }
  }

  private INDArray[] timedBackward(GraphVertex vertex) {
    long start = System.nanoTime();
    INDArray[] gradients;
    try (MemoryWorkspace ignored = workspaces.notifyScopeEntered(ArrayType.BP_WORKING_MEM)) {
      gradients = vertex.doBackward(false, workspaces).getSecond();
    }
    add(kind(vertex), new Cost(0, since(start)));
    return gradients;
  }

  private void pass(GraphVertex vertex, INDArray[] gradients) {
    VertexIndices[] sources = vertex.getInputVertices();
    for (int i = 0; i < sources.length; i++) {
      GraphVertex source = vertices[sources[i].getVertexIndex()];
      if (source.getEpsilon() == null) {
        source.setEpsilon(gradients[i]);
      } else {
        long start = System.nanoTime();
        source.getEpsilon().addi(gradients[i]);
        add(GRADIENT_SUMS, new Cost(0, since(start)));
      }
    }
  }

  private void add(String kind, Cost cost) {
    costs.merge(kind, cost, Cost::plus);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** The configured class: {@code Convolution}, {@code Add}. */
  private static String kind(GraphVertex vertex) {
    if (vertex.hasLayer()) {
      return vertex.getLayer().conf().getLayer().getClass().getSimpleName();
    }
    Class<?> enclosing = vertex.getClass().getEnclosingClass();
    return (enclosing == null ? vertex.getClass() : enclosing).getSimpleName();
  }
}
