package org.abn.model.layer;

import org.abn.model.kernel.Layout;
import org.abn.model.kernel.PoolingKernel;
import org.abn.model.kernel.PoolingKernel.Window;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Global average pooling (Lin et al. 2014): the mean of {@code [N, H, W, C]} over positions. */
public final class GlobalAveragePooling extends NativeVertex {

  /** What the means come as. */
  public enum Shape {
    /** {@code [N, C]}. */
    VECTOR,
    /** {@code [N, 1, 1, C]}, for convolutions behind it. */
    MAP
  }

  @JsonProperty private final Shape shape;

  /**
   * @param shape what the means come as
   */
  public GlobalAveragePooling(@JsonProperty("shape") Shape shape) {
    super(1);
    this.shape = shape;
  }

  /** What the means come as. */
  public Shape shape() {
    return shape;
  }

  @Override
  public String description() {
    return "global average pooling";
  }

  @Override
  public InputType getOutputType(int index, InputType... types) {
    if (types[0] instanceof InputTypeConvolutional map) {
      return shape == Shape.VECTOR
          ? InputType.feedForward(map.getChannels())
          : InputType.convolutional(1, 1, map.getChannels(), CNN2DFormat.NHWC);
    }
    throw new IllegalArgumentException("Expected a feature map, got " + types[0]);
  }

  @Override
  NativeVertexRuntime runtime(ComputationGraph graph, String name, int index, DataType dataType) {
    return new Vertex(graph, name, index, dataType, shape);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GlobalAveragePooling that && shape == that.shape;
  }

  @Override
  public int hashCode() {
    return shape.hashCode();
  }

  private static final class Vertex extends NativeVertexRuntime {

    private final Shape shape;
    private final ByShape<PoolingKernel> kernel = new ByShape<>();

    Vertex(ComputationGraph graph, String name, int index, DataType dataType, Shape shape) {
      super(graph, name, index, dataType);
      this.shape = shape;
    }

    @Override
    public boolean readsInputs() {
      return false;
    }

    @Override
    public INDArray doForward(boolean keeps, LayerWorkspaceMgr workspaces) {
      long[] inputShape = inputs[0].shape();
      long[] map = Layout.mapShape(inputShape);
      var window = Window.meanOver(map[1], map[2]);
      INDArray means =
          shape == Shape.VECTOR
              ? activation(workspaces, map[0], map[3])
              : activation(workspaces, map[0], 1, 1, map[3]);
      kernel
          .of(() -> PoolingKernel.of(inputShape, window, dataType), inputShape)
          .forward(keeps, input(0, workspaces), asMap(means), workspaces);
      return means;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray spread = gradient(workspaces, inputs[0].shape());
      kernel.last().backward(inputs[0], asMap(outputGradient(workspaces)), spread);
      return Pair.of(null, new INDArray[] {spread});
    }

    private static INDArray asMap(INDArray means) {
      return means.reshape('c', means.size(0), 1, 1, means.size(-1));
    }
  }
}
