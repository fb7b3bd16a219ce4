package org.abn.model.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.abn.model.kernel.Layout;
import org.abn.model.kernel.RectifiedSum;
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
public final class ResidualJoin extends NativeVertex {

  @JsonProperty private final boolean rectified;

  private ResidualJoin(@JsonProperty(value = "rectified", required = true) boolean rectified) {
    super(2);
    this.rectified = rectified;
  }

  /** {@code ReLU(residual + shortcut)}. */
  public static ResidualJoin rectified() {
    return new ResidualJoin(true);
  }

  /** {@code residual + shortcut}. */
  public static ResidualJoin plain() {
    return new ResidualJoin(false);
  }

  /** Whether a ReLU follows the sum. */
  public boolean isRectified() {
    return rectified;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResidualJoin that && rectified == that.rectified;
  }

  @Override
  public int hashCode() {
    return Objects.hash(rectified);
  }

  @Override
  public String description() {
    return rectified ? "sum, ReLU" : "sum";
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
    return new Vertex(graph, name, index, dataType, rectified);
  }

  private static final class Vertex extends NativeVertexRuntime {

    private final boolean rectified;
    private RectifiedSum kernel;
    private INDArray output;
    private Boolean residualIsDoneFirst;

    Vertex(ComputationGraph graph, String name, int index, DataType dataType, boolean rectified) {
      super(graph, name, index, dataType);
      this.rectified = rectified;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray sum = activation(workspaces, inputs[0].shape());
      INDArray residual = input(0, workspaces);
      INDArray shortcut =
          Layout.as(residual.shape(), input(1, workspaces), ArrayType.FF_WORKING_MEM, workspaces);
      if (rectified) {
        kernel(sum.length()).forward(residual, shortcut, sum);
      } else {
        residual.add(shortcut, sum);
      }
      output = training ? sum : null;
      return sum;
    }

    private RectifiedSum kernel(long length) {
      if (kernel == null || kernel.length() != length) {
        kernel = RectifiedSum.of(length, dataType);
      }
      return kernel;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray outer = outputGradient(workspaces);
      INDArray residual = gradient(workspaces, outer.shape());
      if (rectified) {
        kernel(outer.length()).backward(output, outer, residual);
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
