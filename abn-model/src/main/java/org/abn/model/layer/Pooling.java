package org.abn.model.layer;

import java.util.Locale;
import java.util.Objects;
import org.abn.model.kernel.PoolingKernel;
import org.abn.model.kernel.PoolingKernel.Kind;
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

/**
 * Pooling over square windows: {@code [N, H, W, C]} to {@code [N, H', W', C]}, {@code H' = (H + 2
 * padding - size) / stride + 1}, as PyTorch's {@code MaxPool2d} and {@code AvgPool2d}.
 */
public final class Pooling extends NativeVertex {

  @JsonProperty private final Kind kind;
  @JsonProperty private final int size;
  @JsonProperty private final int stride;
  @JsonProperty private final int padding;

  private Pooling(
      @JsonProperty("kind") Kind kind,
      @JsonProperty("size") int size,
      @JsonProperty("stride") int stride,
      @JsonProperty("padding") int padding) {
    super(1);
    this.kind = kind;
    this.size = Shapes.atLeast(1, size, "size");
    this.stride = Shapes.atLeast(1, stride, "stride");
    this.padding = Shapes.atLeast(0, padding, "padding");
    if (2 * padding > size) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "padding must be at most half the size, cannot be: %d for %d",
              padding,
              size));
    }
  }

  /**
   * The greatest value of each window.
   *
   * @param size height and width of the window in positions, at least 1
   * @param stride step in positions, at least 1
   * @param padding positions on each side that are below every value, at most half the size
   * @throws IllegalArgumentException where a value is outside its range
   */
  public static Pooling max(int size, int stride, int padding) {
    return new Pooling(Kind.MAX, size, stride, padding);
  }

  /**
   * The mean of each window.
   *
   * @param size height and width of the window in positions, at least 1
   * @param stride step in positions, at least 1
   * @throws IllegalArgumentException where a value is below 1
   */
  public static Pooling average(int size, int stride) {
    return new Pooling(Kind.AVERAGE, size, stride, 0);
  }

  /** What slides over the map. */
  public Window window() {
    return new Window(kind, size, size, stride, padding);
  }

  @Override
  public String description() {
    String step = stride == 1 ? "" : ", stride " + stride;
    return String.format(
        Locale.ROOT, "%1$s pool %2$dx%2$d%3$s", kind == Kind.MAX ? "max" : "average", size, step);
  }

  @Override
  public InputType getOutputType(int index, InputType... types) {
    if (types[0] instanceof InputTypeConvolutional map && map.getFormat() == CNN2DFormat.NHWC) {
      long[] shape = window().outputShape(1, map.getHeight(), map.getWidth(), map.getChannels());
      return InputType.convolutional(shape[1], shape[2], shape[3], CNN2DFormat.NHWC);
    }
    throw new IllegalArgumentException("Expected a channel-last feature map, got " + types[0]);
  }

  @Override
  NativeVertexRuntime runtime(ComputationGraph graph, String name, int index, DataType dataType) {
    return new Vertex(graph, name, index, dataType, window());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pooling that && window().equals(that.window());
  }

  @Override
  public int hashCode() {
    return Objects.hash(window());
  }

  private static final class Vertex extends NativeVertexRuntime {

    private final Window window;
    private final ByShape<PoolingKernel> kernel = new ByShape<>();

    Vertex(ComputationGraph graph, String name, int index, DataType dataType, Window window) {
      super(graph, name, index, dataType);
      this.window = window;
    }

    @Override
    public INDArray doForward(boolean keeps, LayerWorkspaceMgr workspaces) {
      long[] shape = inputs[0].shape();
      PoolingKernel ours = kernel.of(() -> PoolingKernel.of(shape, window, dataType), shape);
      INDArray output = activation(workspaces, ours.outputShape());
      ours.forward(keeps, input(0, workspaces), output, workspaces);
      return output;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray inner = gradient(workspaces, inputs[0].shape());
      kernel.last().backward(inputs[0], outputGradient(workspaces), inner);
      return Pair.of(null, new INDArray[] {inner});
    }

    @Override
    public void clear() {
      super.clear();
      if (kernel.last() != null) {
        kernel.last().clear();
      }
    }
  }
}
