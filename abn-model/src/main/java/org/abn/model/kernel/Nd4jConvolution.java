package org.abn.model.kernel;

import org.abn.model.kernel.Geometry.Window;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Convolutions by ND4J's {@code conv2d}, which is oneDNN on a CPU and cuDNN on a GPU.
 *
 * <p>It has no groups: they are convolved one after the other, with copies of their channels.
 */
final class Nd4jConvolution implements PlainConvolution {

  private final Geometry geometry;
  private final int[] arguments;

  Nd4jConvolution(Geometry geometry) {
    this.geometry = geometry;
    arguments = arguments(geometry.window());
  }

  /** Integer arguments of {@code conv2d}: channel-last data, weights as {@code OIHW}. */
  private static int[] arguments(Window window) {
    int dilation = 1;
    int explicitPadding = 0;
    int channelLast = 1;
    int outInHeightWidth = 1;
    return new int[] {
      window.kernel(),
      window.kernel(),
      window.stride(),
      window.stride(),
      window.padding(),
      window.padding(),
      dilation,
      dilation,
      explicitPadding,
      channelLast,
      outInHeightWidth
    };
  }

  @Override
  public long[] outputShape() {
    return geometry.outputShape();
  }

  @Override
  public void forward(
      INDArray input, INDArray weight, INDArray output, LayerWorkspaceMgr workspaces) {
    if (groups() == 1) {
      Operations.convolution(input, weight, output, arguments);
      return;
    }
    INDArray filters = weight.dup('c');
    for (int g = 0; g < groups(); g++) {
      INDArray part = channels(output, g);
      INDArray result = part.ulike();
      Operations.convolution(channels(input, g).dup('c'), filters(filters, g), result, arguments);
      part.assign(result);
    }
  }

  @Override
  public void backward(
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces) {
    INDArray inputGradient = gradients.input();
    if (inputGradient == null) {
      inputGradient =
          workspaces.createUninitialized(
              ArrayType.BP_WORKING_MEM, input.dataType(), input.shape(), 'c');
    }
    if (groups() == 1) {
      backward(input, weight, outputGradient, new Gradients(inputGradient, gradients.weight()));
      return;
    }
    INDArray filters = weight.dup('c');
    INDArray filterGradients = gradients.weight().ulike();
    for (int g = 0; g < groups(); g++) {
      INDArray part = channels(inputGradient, g);
      var partGradients = new Gradients(part.ulike(), filters(filterGradients, g));
      backward(
          channels(input, g).dup('c'),
          filters(filters, g),
          channels(outputGradient, g).dup('c'),
          partGradients);
      part.assign(partGradients.input());
    }
    gradients.weight().assign(filterGradients);
  }

  private void backward(
      INDArray input, INDArray weight, INDArray outputGradient, Gradients gradients) {
    Operations.convolutionBackward(
        new INDArray[] {input, weight, outputGradient},
        new INDArray[] {gradients.input(), gradients.weight()},
        arguments);
  }

  private int groups() {
    return geometry.window().groups();
  }

  /** The channels of a group: a view of {@code [N, H, W, C / groups]}. */
  private INDArray channels(INDArray map, int group) {
    long size = map.size(3) / groups();
    INDArrayIndex all = NDArrayIndex.all();
    return map.get(all, all, all, NDArrayIndex.interval(group * size, (group + 1) * size));
  }

  /**
   * The filters of a group: a contiguous view of {@code [O / groups, I / groups, k, k]}.
   *
   * @param weight no view itself: of a view whose offset is beyond its length ND4J gives an empty
   *     one
   */
  private INDArray filters(INDArray weight, int group) {
    long size = weight.size(0) / groups();
    return weight.get(NDArrayIndex.interval(group * size, (group + 1) * size));
  }
}
