package org.abn.model.layer;

import org.abn.model.kernel.Layout;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A feature map as a vector, for a fully connected layer behind it: {@code [N, H, W, C]} to {@code
 * [N, C * H * W]} in PyTorch's order, all positions of the first channel first.
 */
public final class Flatten extends NativeVertex {

  /** The flattening of one feature map. */
  public Flatten() {
    super(1);
  }

  @Override
  public String description() {
    return "flattened";
  }

  @Override
  public InputType getOutputType(int index, InputType... types) {
    if (types[0] instanceof InputTypeConvolutional map && map.getFormat() == CNN2DFormat.NHWC) {
      return InputType.feedForward(map.getChannels() * map.getHeight() * map.getWidth());
    }
    throw new IllegalArgumentException("Expected a channel-last feature map, got " + types[0]);
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
    public boolean readsInputs() {
      return false;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray map = Layout.channelLast(input(0, workspaces), ArrayType.FF_WORKING_MEM, workspaces);
      INDArray vectors = activation(workspaces, map.size(0), map.length() / map.size(0));
      channelLastViewOf(vectors, map.shape()).assign(map);
      return vectors;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray map = gradient(workspaces, Layout.mapShape(inputs[0].shape()));
      map.assign(channelLastViewOf(outputGradient(workspaces), map.shape()));
      INDArray ours = Layout.as(inputs[0].shape(), map, ArrayType.ACTIVATION_GRAD, workspaces);
      return Pair.of(null, new INDArray[] {ours});
    }

    private static INDArray channelLastViewOf(INDArray vectors, long... map) {
      return vectors.reshape('c', map[0], map[3], map[1], map[2]).permute(0, 2, 3, 1);
    }
  }
}
