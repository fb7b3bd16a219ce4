package org.abn.model.layer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Evaluates a graph of one input ({@link Pass#EVALUATION}) in little memory: what a vertex gives
 * lives until the last vertex that takes it has computed, and its memory serves again.
 *
 * <p>DL4J does the same, but where it is asked for what vertices inside a graph give, it mixes up
 * whose workspace is whose, and fails on some graphs.
 */
public final class EvaluationWalk {

  /** With a number behind it. */
  private static final String ACTIVATION = "ABN_EVALUATION_";

  private static final String SCRATCH = "ABN_EVALUATION_SCRATCH";

  private final GraphVertex[] byIndex;

  /** In the order of computing. */
  private final GraphVertex[] vertices;

  /** By place in the order of computing, until which place the vertex's output is needed. */
  private final int[] lastUses;

  /** Memory for an activation each. Workspaces of a name are the thread's own. */
  private final List<LayerWorkspaceMgr> made = new ArrayList<>();

  private final Deque<LayerWorkspaceMgr> free = new ArrayDeque<>();

  /**
   * @param graph initialised, of one input
   */
  public EvaluationWalk(ComputationGraph graph) {
    int[] order = graph.topologicalSortOrder();
    vertices =
        Arrays.stream(order).mapToObj(i -> graph.getVertices()[i]).toArray(GraphVertex[]::new);
    int[] places = new int[order.length];
    IntStream.range(0, order.length).forEach(place -> places[order[place]] = place);
    lastUses =
        IntStream.range(0, order.length)
            .map(place -> outputs(vertices[place]).map(next -> places[next]).max().orElse(place))
            .toArray();
    byIndex = graph.getVertices();
  }

  private static IntStream outputs(GraphVertex vertex) {
    VertexIndices[] outputs = vertex.getOutputVertices();
    return outputs == null
        ? IntStream.empty()
        : Arrays.stream(outputs).mapToInt(VertexIndices::getVertexIndex);
  }

  /**
   * Evaluates.
   *
   * @param input as of the graph's
   * @param wanted names of vertices
   * @return what they give, by their names: copies, outside of every workspace
   */
  public Map<String, INDArray> run(INDArray input, Set<String> wanted) {
    return run(input, Map.of(), wanted);
  }

  /**
   * Evaluates with something else in the place of what some vertices would give.
   *
   * @param input as of the graph's
   * @param instead by the names of these vertices, of the shapes that they give
   * @param wanted names of vertices
   * @return what they give, by their names: copies, outside of every workspace
   */
  public Map<String, INDArray> run(
      INDArray input, Map<String, INDArray> instead, Set<String> wanted) {
    free.clear();
    free.addAll(made);
    var run = new Run(wanted);
    try {
      for (int place = 0; place < vertices.length; place++) {
        GraphVertex vertex = vertices[place];
        INDArray given = vertex.isInputVertex() ? input : instead.get(vertex.getVertexName());
        if (given == null) {
          run.compute(place);
        } else {
          run.take(vertex, given);
        }
        run.letGo(place);
      }
      return run.found;
    } finally {
      IntStream.range(0, vertices.length).forEach(run::letGo);
      Arrays.stream(vertices).forEach(GraphVertex::clear);
    }
  }

  private LayerWorkspaceMgr memory() {
    if (free.isEmpty()) {
      made.add(PassWorkspaces.named(ACTIVATION + made.size(), SCRATCH));
      return made.get(made.size() - 1);
    }
    return free.pop();
  }

  private void feed(GraphVertex vertex, INDArray output, LayerWorkspaceMgr memory) {
    VertexIndices[] outputs = vertex.getOutputVertices();
    if (outputs != null) {
      for (VertexIndices next : outputs) {
        byIndex[next.getVertexIndex()].setInput(next.getVertexEdgeNumber(), output, memory);
      }
    }
  }

  /** One pass over the graph. */
  private final class Run {

    private final Set<String> wanted;
    private final Map<String, INDArray> found = new HashMap<>();

    /** By the place until which they are needed, what vertices have given. */
    private final Map<Integer, List<Held>> held = new HashMap<>();

    /** The workspace that the caller works in, if any. */
    private final MemoryWorkspace callers = Nd4j.getMemoryManager().getCurrentWorkspace();

    /** What a vertex gives is in a scope of one of the workspaces. */
    private record Held(LayerWorkspaceMgr memory, MemoryWorkspace scope) {}

    Run(Set<String> wanted) {
      this.wanted = wanted;
    }

    @SuppressWarnings("try") // scopes serve by being open
    void compute(int place) {
      GraphVertex vertex = vertices[place];
      LayerWorkspaceMgr memory = memory();
      MemoryWorkspace scope = memory.notifyScopeEntered(ArrayType.ACTIVATIONS);
      held.computeIfAbsent(lastUses[place], last -> new ArrayList<>()).add(new Held(memory, scope));
      INDArray output;
      try (MemoryWorkspace scratch = memory.notifyScopeEntered(ArrayType.FF_WORKING_MEM)) {
        output = vertex.doForward(false, memory);
      }
      vertex.clear();
      Nd4j.getMemoryManager().setCurrentWorkspace(callers);
      pass(vertex, output, memory);
    }

    /** Goes on with what was given. */
    void take(GraphVertex vertex, INDArray output) {
      pass(vertex, output, LayerWorkspaceMgr.noWorkspaces());
    }

    @SuppressWarnings("try") // the scope serves by being open
    private void pass(GraphVertex vertex, INDArray output, LayerWorkspaceMgr memory) {
      if (wanted.contains(vertex.getVertexName())) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
          found.put(vertex.getVertexName(), output.dup('c'));
        }
      }
      feed(vertex, output, memory);
    }

    /** Gives back the memory of what is needed no further than to a place. */
    void letGo(int place) {
      List<Held> outputs = held.remove(place);
      if (outputs != null) {
        for (Held output : outputs) {
          output.scope().close();
          free.push(output.memory());
        }
        Nd4j.getMemoryManager().setCurrentWorkspace(callers);
      }
    }
  }
}
