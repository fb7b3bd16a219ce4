package org.abn.model.layer;

import org.abn.model.kernel.RectifiedSum;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The end of a residual block, {@code ReLU(residual + shortcut)} (He et al. 2016, Eq. 1).
 *
 * <p>Two inputs and the output of one shape {@code [N, H, W, C]}.
 */
public final class ResidualJoin extends NativeVertex {

  /** The join of two feature maps. */
  public ResidualJoin() {
    super(2);
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
    return new Vertex(graph, name, index, dataType);
  }

  private static final class Vertex extends NativeVertexRuntime {

    private RectifiedSum kernel;
    private INDArray output;

    Vertex(ComputationGraph graph, String name, int index, DataType dataType) {
      super(graph, name, index, dataType);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      if (kernel == null || kernel.length() != inputs[0].length()) {
        kernel = RectifiedSum.of(inputs[0].length(), dataType);
      }
      INDArray sum = activation(workspaces, inputs[0].shape());
      kernel.forward(input(0, workspaces), input(1, workspaces), sum, workspaces);
      output = training ? sum : null;
      return sum;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray residual = gradient(workspaces, epsilon.shape());
      kernel.backward(output, outputGradient(workspaces), residual, workspaces);
      // A copy, since the graph adds further gradients to either array in place.
      INDArray shortcut = workspaces.dup(ArrayType.ACTIVATION_GRAD, residual);
      return Pair.of(null, new INDArray[] {residual, shortcut});
    }

    @Override
    public void clear() {
      super.clear();
      output = null;
    }
  }
}
