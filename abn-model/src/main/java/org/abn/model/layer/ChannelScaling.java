package org.abn.model.layer;

import org.abn.model.kernel.Layout;
import org.abn.model.kernel.Operations;
import org.abn.model.kernel.PoolingKernel;
import org.abn.model.kernel.PoolingKernel.Window;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The end of squeeze-and-excitation: scales each channel of a feature map (Hu et al. 2018, Eq. 4).
 *
 * <p>Inputs: feature map {@code u}, {@code [N, H, W, C]}, and weights {@code s}, {@code [N, C]};
 * output {@code s u}, {@code [N, H, W, C]}, in the layout of the feature map.
 */
public final class ChannelScaling extends NativeVertex {

  /** The scaling of a feature map by weights. */
  public ChannelScaling() {
    super(2);
  }

  @Override
  public String description() {
    return "channels scaled";
  }

  @Override
  public InputType getOutputType(int index, InputType... types) {
    if (types[0] instanceof InputTypeConvolutional features
        && features.getFormat() == CNN2DFormat.NHWC
        && types[1] instanceof InputTypeFeedForward weights
        && weights.getSize() == features.getChannels()) {
      return features;
    }
    throw new IllegalArgumentException(
        "Expected a channel-last feature map and one weight for each of its channels, got %s and %s"
            .formatted(types[0], types[1]));
  }

  @Override
  NativeVertexRuntime runtime(ComputationGraph graph, String name, int index, DataType dataType) {
    return new Vertex(graph, name, index, dataType);
  }

  private static final class Vertex extends NativeVertexRuntime {

    /** Takes the mean over positions. */
    private final ByShape<PoolingKernel> mean = new ByShape<>();

    Vertex(ComputationGraph graph, String name, int index, DataType dataType) {
      super(graph, name, index, dataType);
    }

    @Override
    public boolean takesInputsAnew() {
      return true;
    }

    @Override
    public INDArray doForward(boolean keeps, LayerWorkspaceMgr workspaces) {
      INDArray features = input(0, workspaces);
      mean.of(() -> newMean(features.shape()), features.shape());
      INDArray scaled = activation(workspaces, features.shape());
      Operations.multiply(features, asMap(input(1, workspaces)), scaled);
      return scaled;
    }

    private PoolingKernel newMean(long... shape) {
      long[] map = Layout.mapShape(shape);
      return PoolingKernel.of(shape, Window.meanOver(map[1], map[2]), dataType);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray outer = outputGradient(workspaces);
      INDArray features = gradient(workspaces, outer.shape());
      Operations.multiply(outer, asMap(inputs[1]), features);
      return Pair.of(null, new INDArray[] {features, weightGradient(outer, workspaces)});
    }

    /** The sum over positions of {@code outer * features}. */
    private INDArray weightGradient(INDArray outer, LayerWorkspaceMgr workspaces) {
      INDArray product =
          workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, outer.shape(), 'c');
      outer.mul(inputs[0], product);
      INDArray weights = gradient(workspaces, inputs[1].shape());
      mean.last().forward(false, product, asMap(weights), workspaces);
      long[] map = Layout.mapShape(outer.shape());
      return weights.muli(map[1] * map[2]);
    }

    /** Weights as the map of one position, in the features' layout. */
    private INDArray asMap(INDArray weights) {
      return weights.reshape('c', mean.last().outputShape());
    }
  }
}
