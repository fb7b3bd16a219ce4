package org.abn.model.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.abn.model.kernel.Geometry.Window;
import org.abn.model.kernel.Primitive.Argument;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory.format_tag;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolutions by oneDNN: maps in the layout and weights in the order that are fastest for it. */
final class OneDnnConvolution implements PlainConvolution {

  private final Geometry geometry;
  private final ConvolutionLayouts layouts;
  private final Reorder maps;

  private final Operation forward;
  private final convolution_forward.primitive_desc hint;
  // Only training asks for these two.
  private Operation backwardData;
  private Operation backwardWeight;

  /** A primitive and the way from our weights to its own. */
  private record Operation(Primitive primitive, Reorder weight) {}

  OneDnnConvolution(long[] inputShape, Window window) {
    this(inputShape, window, ConvolutionLayouts.weightOrder(window));
  }

  /**
   * A convolution whose weights lie in memory in another order than ours.
   *
   * @param weights their order
   */
  OneDnnConvolution(long[] inputShape, Window window, format_tag weights) {
    geometry = Geometry.over(Layout.mapShape(inputShape), window);
    layouts = ConvolutionLayouts.of(geometry, weights);
    maps = layouts.maps().from(inputShape);
    hint = forwardDescription(layouts.fastest());
    forward = prepareForward();
  }

  private convolution_forward.primitive_desc forwardDescription(algorithm method) {
    return new convolution_forward.primitive_desc(
        new convolution_forward.desc(
            prop_kind.forward_training,
            method,
            layouts.source(),
            layouts.anyWeight(),
            layouts.destination(),
            layouts.strides(),
            layouts.padding(),
            layouts.padding()),
        OneDnn.lentScratch(),
        OneDnn.engine());
  }

  private Operation prepareForward() {
    var primitive =
        new Primitive(
            new convolution_forward(hint),
            hint,
            new Argument(DNNL_ARG_SRC, layouts.source()),
            new Argument(DNNL_ARG_WEIGHTS, hint.weights_desc()),
            new Argument(DNNL_ARG_DST, layouts.destination()));
    return new Operation(primitive, new Reorder(layouts.ourWeight(), hint.weights_desc()));
  }

  private Operation prepareBackwardData() {
    var description =
        new convolution_backward_data.primitive_desc(
            new convolution_backward_data.desc(
                layouts.fastest(),
                layouts.source(),
                layouts.anyWeight(),
                layouts.destination(),
                layouts.strides(),
                layouts.padding(),
                layouts.padding()),
            OneDnn.lentScratch(),
            OneDnn.engine(),
            hint);
    var primitive =
        new Primitive(
            new convolution_backward_data(description),
            description,
            new Argument(DNNL_ARG_WEIGHTS, description.weights_desc()),
            new Argument(DNNL_ARG_DIFF_DST, layouts.destination()),
            new Argument(DNNL_ARG_DIFF_SRC, layouts.source()));
    return new Operation(primitive, new Reorder(layouts.ourWeight(), description.weights_desc()));
  }

  private Operation prepareBackwardWeight() {
    algorithm method = layouts.fastestForWeightGradient();
    var description =
        new convolution_backward_weights.primitive_desc(
            new convolution_backward_weights.desc(
                method,
                layouts.source(),
                layouts.anyWeight(),
                layouts.destination(),
                layouts.strides(),
                layouts.padding(),
                layouts.padding()),
            OneDnn.lentScratch(),
            OneDnn.engine(),
            forwardDescription(method));
    var primitive =
        new Primitive(
            new convolution_backward_weights(description),
            description,
            new Argument(DNNL_ARG_SRC, layouts.source()),
            new Argument(DNNL_ARG_DIFF_DST, layouts.destination()),
            new Argument(DNNL_ARG_DIFF_WEIGHTS, description.diff_weights_desc()));
    return new Operation(
        primitive, new Reorder(layouts.ourWeight(), description.diff_weights_desc()));
  }

  @Override
  public long[] outputShape() {
    return layouts.maps().arrayShape(geometry.outputShape());
  }

  @Override
  public void forward(
      INDArray input, INDArray weight, INDArray output, LayerWorkspaceMgr workspaces) {
    ArrayType kind = ArrayType.FF_WORKING_MEM;
    INDArray source = maps.theirs(input, workspaces, kind);
    INDArray theirs = forward.weight.theirs(weight, workspaces, kind);
    forward.primitive.run(source, theirs, output);
  }

  @Override
  public void backward(
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces) {
    if (gradients.input() != null) {
      backwardData(weight, outputGradient, gradients.input(), workspaces);
    }
    backwardWeight(input, outputGradient, gradients.weight(), workspaces);
  }

  /** Fills the gradient of the input alone. */
  void backwardData(
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      LayerWorkspaceMgr workspaces) {
    if (backwardData == null) {
      backwardData = prepareBackwardData();
    }
    ArrayType kind = ArrayType.BP_WORKING_MEM;
    INDArray theirs = backwardData.weight.theirs(weight, workspaces, kind);
    INDArray inner = maps.target(inputGradient, workspaces, kind);
    backwardData.primitive.run(theirs, outputGradient, inner);
    maps.back(inner, inputGradient);
  }

  private void backwardWeight(
      INDArray input,
      INDArray outputGradient,
      INDArray weightGradient,
      LayerWorkspaceMgr workspaces) {
    if (backwardWeight == null) {
      backwardWeight = prepareBackwardWeight();
    }
    ArrayType kind = ArrayType.BP_WORKING_MEM;
    INDArray source = maps.theirs(input, workspaces, kind);
    INDArray theirs = backwardWeight.weight.target(weightGradient, workspaces, kind);
    backwardWeight.primitive.run(source, outputGradient, theirs);
    backwardWeight.weight.back(theirs, weightGradient);
  }
}
