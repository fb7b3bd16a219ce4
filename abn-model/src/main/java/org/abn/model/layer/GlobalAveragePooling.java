package org.abn.model.layer;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Global average pooling (Lin et al. 2014): {@code [N, H, W, C]} to {@code [N, C]}, the mean over
 * positions.
 */
public final class GlobalAveragePooling extends NativeVertex {

  /** The mean over positions. */
  public GlobalAveragePooling() {
    super(1);
  }

  @Override
  public InputType getOutputType(int index, InputType... types) {
    if (types[0] instanceof InputTypeConvolutional map) {
      return InputType.feedForward(map.getChannels());
    }
    throw new IllegalArgumentException("Expected a feature map, got " + types[0]);
  }

  @Override
  NativeVertexRuntime runtime(ComputationGraph graph, String name, int index, DataType dataType) {
    return new Vertex(graph, name, index, dataType);
  }

  private static final class Vertex extends NativeVertexRuntime {

    Vertex(ComputationGraph graph, String name, int index, DataType dataType) {
      super(graph, name, index, dataType);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray means = activation(workspaces, inputs[0].size(0), inputs[0].size(3));
      return means.assign(positions(inputs[0]).mean(1));
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray spread = gradient(workspaces, inputs[0].shape());
      INDArray rows = positions(spread);
      INDArray share = epsilon.div(rows.size(1)).reshape(epsilon.size(0), 1, epsilon.size(1));
      rows.assign(share.broadcast(rows.shape()));
      return Pair.of(null, new INDArray[] {spread});
    }

    /** {@code [N, H, W, C]} as {@code [N, H W, C]}. */
    private static INDArray positions(INDArray map) {
      return map.reshape('c', map.size(0), map.size(1) * map.size(2), map.size(3));
    }
  }
}
