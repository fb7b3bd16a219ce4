package org.abn.model.kernel;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pooling by ND4J's operations, which are cuDNN's on a GPU. */
final class Nd4jPooling implements PoolingKernel {

  private final Layout layout;
  private final long[] inputShape;
  private final long[] outputShape;
  private final String operation;
  private final int[] arguments;

  Nd4jPooling(long[] inputShape, Window window) {
    layout = Layout.of(inputShape);
    this.inputShape = inputShape.clone();
    outputShape = layout.arrayShape(window.outputShape(Layout.mapShape(inputShape)));
    operation = window.kind() == Kind.MAX ? "maxpool2d" : "avgpool2d";
    int dilation = 1;
    int explicitPadding = 0;
    int paddingExcluded = 0;
    int channelLast = layout.isBlocked() ? 0 : 1;
    arguments =
        new int[] {
          window.height(),
          window.width(),
          window.stride(),
          window.stride(),
          window.padding(),
          window.padding(),
          dilation,
          dilation,
          explicitPadding,
          paddingExcluded,
          channelLast
        };
  }

  @Override
  public long[] outputShape() {
    return outputShape.clone();
  }

  @Override
  public void forward(
      boolean keeps, INDArray input, INDArray output, LayerWorkspaceMgr workspaces) {
    Operations.run(
        operation,
        new INDArray[] {plain(input, inputShape)},
        new INDArray[] {plain(output, outputShape)},
        arguments);
  }

  @Override
  public void backward(INDArray input, INDArray outputGradient, INDArray inputGradient) {
    Operations.run(
        operation + "_bp",
        new INDArray[] {plain(input, inputShape), plain(outputGradient, outputShape)},
        new INDArray[] {plain(inputGradient, inputShape)},
        arguments);
  }

  /** Means over whole maps come as vectors, which lie the same way in every layout. */
  private INDArray plain(INDArray values, long... shape) {
    return layout.plain(values.reshape('c', shape));
  }

  @Override
  public void clear() {
    // Its backward pass starts from the input alone.
  }
}
