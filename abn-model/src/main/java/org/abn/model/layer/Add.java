package org.abn.model.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.abn.model.kernel.AddReLU;
import org.abn.model.kernel.Layout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The end of a residual block: {@code ReLU(residual + shortcut)} (He et al. 2016, Eq. 1), or the
 * plain sum where each block begins with its activation (He et al. 2016b, Eq. 1).
 *
 * <p>Two inputs and the output of one shape {@code [N, H, W, C]}.
 */
public final class Add extends NativeVertex {

  @JsonProperty private final boolean relu;

  private Add(@JsonProperty(value = "relu", required = true) boolean relu) {
    super(2);
    this.relu = relu;
  }

  /** {@code ReLU(residual + shortcut)}. */
  public static Add withReLU() {
    return new Add(true);
  }

  /** {@code residual + shortcut}. */
  public static Add plain() {
    return new Add(false);
  }

  /** Whether a ReLU follows the sum. */
  public boolean hasReLU() {
    return relu;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Add that && relu == that.relu;
  }

  @Override
  public int hashCode() {
    return Objects.hash(relu);
  }

  @Override
  public String description() {
    return relu ? "sum, ReLU" : "sum";
  }

  @Override
  public InputType getOutputType(int index, InputType... types) {
    if (!types[0].equals(types[1])) {
      throw new IllegalArgumentException(
          "A residual and its shortcut must have one shape, got %s and %s"
              .formatted(types[0], types[1]));
    }
    return types[0];
  }

  @Override
  NativeVertexRuntime runtime(ComputationGraph graph, String name, int index, DataType dataType) {
    return new Vertex(graph, name, index, dataType, relu);
  }

  private static final class Vertex extends NativeVertexRuntime {

    private final boolean relu;
    private final ByShape<AddReLU> kernel = new ByShape<>();
    private INDArray output;
    private Boolean residualIsDoneFirst;

    Vertex(ComputationGraph graph, String name, int index, DataType dataType, boolean relu) {
      super(graph, name, index, dataType);
      this.relu = relu;
    }

    @Override
    public boolean readsInputs() {
      return false;
    }

    @Override
    public boolean readsOutput() {
      return relu;
    }

    @Override
    public INDArray doForward(boolean keeps, LayerWorkspaceMgr workspaces) {
      INDArray sum = activation(workspaces, inputs[0].shape());
      INDArray residual = input(0, workspaces);
      INDArray shortcut =
          Layout.as(residual.shape(), input(1, workspaces), ArrayType.FF_WORKING_MEM, workspaces);
      if (relu) {
        kernel
            .of(() -> AddReLU.of(sum.length(), dataType), sum.length())
            .forward(residual, shortcut, sum);
      } else {
        residual.add(shortcut, sum);
      }
      output = keeps ? sum : null;
      return sum;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray outer = outputGradient(workspaces);
      INDArray residual = gradient(workspaces, outer.shape());
      if (relu) {
        kernel.last().backward(output, outer, residual);
      } else {
        residual.assign(outer);
      }
      return Pair.of(null, new INDArray[] {residual, shortcutOf(residual, workspaces)});
    }

    private INDArray shortcutOf(INDArray residual, LayerWorkspaceMgr workspaces) {
      ArrayType kind = ArrayType.ACTIVATION_GRAD;
      if (residual.rank() != inputs[1].rank()) {
        return Layout.as(inputs[1].shape(), residual, kind, workspaces);
      }
      return residualIsDoneFirst() ? residual : workspaces.dup(kind, residual);
    }

    /**
     * Whether one array may serve as both gradients. The graph adds the gradients of the shortcut's
     * other consumers to it in place, so the residual's layer must have read it by then: it feeds
     * this join alone, only reads the gradient of its output, and lies behind those consumers.
     */
    private boolean residualIsDoneFirst() {
      if (residualIsDoneFirst == null) {
        GraphVertex[] vertices = graph.getVertices();
        GraphVertex residual = vertices[inputVertices[0].getVertexIndex()];
        GraphVertex shortcut = vertices[inputVertices[1].getVertexIndex()];
        List<Integer> order = Arrays.stream(graph.topologicalSortOrder()).boxed().toList();
        int place = order.indexOf(residual.getVertexIndex());
        residualIsDoneFirst =
            residual.hasLayer()
                && residual.getLayer() instanceof NativeLayerRuntime<?>
                && residual.getNumOutputConnections() == 1
                && Arrays.stream(shortcut.getOutputVertices())
                    .mapToInt(VertexIndices::getVertexIndex)
                    .allMatch(other -> other == vertexIndex || order.indexOf(other) <= place);
      }
      return residualIsDoneFirst;
    }

    @Override
    public void clear() {
      super.clear();
      output = null;
    }
  }
}
