package org.abn.model.layer;

import org.abn.model.kernel.ChannelConcatenation;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The end of a dense layer, {@code [x, y]}: two feature maps joined along the channels (Huang et
 * al. 2017, Eq. 2).
 *
 * <p>Inputs {@code [N, H, W, C1]} and {@code [N, H, W, C2]}, output {@code [N, H, W, C1 + C2]} with
 * the channels of the first input first.
 */
public final class Concatenation extends NativeVertex {

  /** The concatenation of two feature maps. */
  public Concatenation() {
    super(2);
  }

  @Override
  public String description() {
    return "concatenation";
  }

  @Override
  public InputType getOutputType(int index, InputType... types) {
    if (types[0] instanceof InputTypeConvolutional first
        && types[1] instanceof InputTypeConvolutional second
        && first.getFormat() == CNN2DFormat.NHWC
        && second.getFormat() == CNN2DFormat.NHWC
        && first.getHeight() == second.getHeight()
        && first.getWidth() == second.getWidth()) {
      return InputType.convolutional(
          first.getHeight(),
          first.getWidth(),
          first.getChannels() + second.getChannels(),
          CNN2DFormat.NHWC);
    }
    throw new IllegalArgumentException(
        "Expected two channel-last feature maps of one height and width, got %s and %s"
            .formatted(types[0], types[1]));
  }

  @Override
  NativeVertexRuntime runtime(ComputationGraph graph, String name, int index, DataType dataType) {
    return new Vertex(graph, name, index, dataType);
  }

  private static final class Vertex extends NativeVertexRuntime {

    private final ByShape<ChannelConcatenation> kernel = new ByShape<>();

    Vertex(ComputationGraph graph, String name, int index, DataType dataType) {
      super(graph, name, index, dataType);
    }

    @Override
    public boolean readsInputs() {
      return false;
    }

    @Override
    public INDArray doForward(boolean keeps, LayerWorkspaceMgr workspaces) {
      INDArray first = input(0, workspaces);
      INDArray second = input(1, workspaces);
      ChannelConcatenation ours =
          kernel.of(
              () -> ChannelConcatenation.of(first.shape(), second.shape(), dataType),
              ArrayUtil.combine(first.shape(), second.shape()));
      INDArray joint = activation(workspaces, ours.jointShape());
      ours.join(first, second, joint);
      return joint;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray first = gradient(workspaces, inputs[0].shape());
      INDArray second = gradient(workspaces, inputs[1].shape());
      kernel.last().split(outputGradient(workspaces), first, second);
      return Pair.of(null, new INDArray[] {first, second});
    }
  }
}
