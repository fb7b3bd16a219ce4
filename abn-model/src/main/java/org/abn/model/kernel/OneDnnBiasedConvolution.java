package org.abn.model.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.abn.model.kernel.ConvolutionKernel.Parameters;
import org.abn.model.kernel.Geometry.Window;
import org.abn.model.kernel.Primitive.Argument;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The forward pass of a convolution with a bias, and a ReLU or none, in one pass by oneDNN. */
final class OneDnnBiasedConvolution implements BiasedConvolution {

  private final long[] outputShape;
  private final Primitive primitive;
  private final Reorder weights;
  private final Reorder maps;

  OneDnnBiasedConvolution(long[] inputShape, Window window, Epilogue epilogue) {
    Geometry geometry = Geometry.over(Layout.mapShape(inputShape), window);
    ConvolutionLayouts layouts =
        ConvolutionLayouts.of(geometry, ConvolutionLayouts.weightOrder(window));
    outputShape = layouts.maps().arrayShape(geometry.outputShape());
    maps = layouts.maps().from(inputShape);
    memory.desc bias = OneDnn.floats(format_tag.a, geometry.window().outChannels());
    var description =
        new convolution_forward.primitive_desc(
            new convolution_forward.desc(
                // For inference Winograd's algorithm wants its weights transformed by a slow
                // reorder.
                prop_kind.forward_training,
                layouts.fastest(),
                layouts.source(),
                layouts.anyWeight(),
                bias,
                layouts.destination(),
                layouts.strides(),
                layouts.padding(),
                layouts.padding()),
            attributes(epilogue),
            OneDnn.engine());
    weights = new Reorder(layouts.ourWeight(), description.weights_desc());
    primitive =
        new Primitive(
            new convolution_forward(description),
            description,
            new Argument(DNNL_ARG_SRC, layouts.source()),
            new Argument(DNNL_ARG_WEIGHTS, description.weights_desc()),
            new Argument(DNNL_ARG_BIAS, bias),
            new Argument(DNNL_ARG_DST, layouts.destination()));
  }

  private static primitive_attr attributes(Epilogue epilogue) {
    primitive_attr attributes = OneDnn.lentScratch();
    if (epilogue.hasReLU()) {
      var rectify = new post_ops();
      rectify.append_eltwise(1, algorithm.eltwise_relu, 0, 0);
      attributes.set_post_ops(rectify);
    }
    return attributes;
  }

  @Override
  public long[] outputShape() {
    return outputShape.clone();
  }

  @Override
  public void forward(
      INDArray input, Parameters parameters, INDArray output, LayerWorkspaceMgr workspaces) {
    ArrayType kind = ArrayType.FF_WORKING_MEM;
    INDArray theirs = weights.theirs(parameters.weight(), workspaces, kind);
    primitive.run(maps.theirs(input, workspaces, kind), theirs, parameters.bias(), output);
  }
}
