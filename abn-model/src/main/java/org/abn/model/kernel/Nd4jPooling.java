package org.abn.model.kernel;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pooling by ND4J's operations, which are cuDNN's on a GPU. */
final class Nd4jPooling implements PoolingKernel {

  private final long[] outputShape;
  private final String operation;
  private final int[] arguments;

  Nd4jPooling(long[] inputShape, Window window) {
    outputShape = window.outputShape(inputShape);
    operation = window.kind() == Kind.MAX ? "maxpool2d" : "avgpool2d";
    int dilation = 1;
    int explicitPadding = 0;
    int paddingExcluded = 0;
    int channelLast = 1;
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
    Operations.run(operation, new INDArray[] {input}, new INDArray[] {output}, arguments);
  }

  @Override
  public void backward(INDArray input, INDArray outputGradient, INDArray inputGradient) {
    Operations.run(
        operation + "_bp",
        new INDArray[] {input, outputGradient},
        new INDArray[] {inputGradient},
        arguments);
  }

  @Override
  public void clear() {
    // Its backward pass starts from the input alone.
  }
}
