package org.abn.model.kernel;

import java.util.Arrays;
import org.abn.model.kernel.Geometry.Window;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Convolutions by ND4J's {@code conv2d}, which is oneDNN on a CPU and cuDNN on a GPU. A map in
 * another layout than its own is copied into that.
 *
 * <p>It has no groups: they are convolved one after the other, with copies of their channels.
 */
final class Nd4jConvolution implements PlainConvolution {

  private final Geometry geometry;
  private final Layout maps;
  private final int[] arguments;

  /**
   * @param geometry what it computes
   * @param maps channel-last or channel-first
   */
  Nd4jConvolution(Geometry geometry, Layout maps) {
    this.geometry = geometry;
    this.maps = maps;
    arguments = arguments(geometry.window(), maps);
  }

  /** Integer arguments of {@code conv2d}: the data's layout, weights as {@code OIHW}. */
  private static int[] arguments(Window window, Layout maps) {
    int dilation = 1;
    int explicitPadding = 0;
    int channelLast = maps.isBlocked() ? 0 : 1;
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
    return maps.arrayShape(geometry.outputShape());
  }

  @Override
  public void forward(
      INDArray input, INDArray weight, INDArray output, LayerWorkspaceMgr workspaces) {
    INDArray from = plain(input, ArrayType.FF_WORKING_MEM, workspaces);
    INDArray to = maps.plain(output);
    if (groups() == 1) {
      Operations.convolution(from, weight, to, arguments);
      return;
    }
    INDArray filters = weight.dup('c');
    for (int g = 0; g < groups(); g++) {
      INDArray part = channels(to, g);
      INDArray result = part.ulike();
      Operations.convolution(channels(from, g).dup('c'), filters(filters, g), result, arguments);
      part.assign(result);
    }
  }

  private INDArray plain(INDArray input, ArrayType kind, LayerWorkspaceMgr workspaces) {
    return maps.plain(Layout.as(maps.arrayShape(geometry.inputShape()), input, kind, workspaces));
  }

  @Override
  public void backward(
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces) {
    INDArray inputGradient = gradients.input();
    long[] ours = maps.arrayShape(geometry.inputShape());
    boolean fits = inputGradient != null && inputGradient.rank() == ours.length;
    INDArray filled =
        fits
            ? inputGradient
            : workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, input.dataType(), ours, 'c');
    backwardOfGroups(
        plain(input, ArrayType.BP_WORKING_MEM, workspaces),
        weight,
        maps.plain(outputGradient),
        new Gradients(maps.plain(filled), gradients.weight()));
    if (inputGradient != null && !fits) {
      Layout.copy(filled, inputGradient);
    }
  }

  private void backwardOfGroups(
      INDArray input, INDArray weight, INDArray outputGradient, Gradients gradients) {
    if (groups() == 1) {
      backward(input, weight, outputGradient, gradients);
      return;
    }
    INDArray filters = weight.dup('c');
    INDArray filterGradients = gradients.weight().ulike();
    for (int g = 0; g < groups(); g++) {
      INDArray part = channels(gradients.input(), g);
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

  /** The channels of a group: a view of a map that {@link Layout#plain} gives. */
  private INDArray channels(INDArray map, int group) {
    int axis = maps.channelAxis();
    long size = map.size(axis) / groups();
    var places = new INDArrayIndex[map.rank()];
    Arrays.fill(places, NDArrayIndex.all());
    places[axis] = NDArrayIndex.interval(group * size, (group + 1) * size);
    return map.get(places);
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
