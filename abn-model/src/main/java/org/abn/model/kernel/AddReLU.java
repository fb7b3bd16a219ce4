package org.abn.model.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import org.abn.model.kernel.Primitive.Argument;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes {@code max(a + b, 0)} of contiguous arrays of one length, and its gradient. An object
 * serves one thread at a time.
 */
public sealed interface AddReLU {

  /** The fastest there is for the type on this machine. */
  static AddReLU of(long length, DataType type) {
    return OneDnn.serves(type) ? new ByOneDnn(length) : new ByNd4j();
  }

  /** {@code output = max(a + b, 0)}. */
  void forward(INDArray a, INDArray b, INDArray output);

  /** The gradient of either summand: that of the output where the output is above zero. */
  void backward(INDArray output, INDArray outputGradient, INDArray gradient);

  /** Two passes each. */
  record ByNd4j() implements AddReLU {

    @Override
    public void forward(INDArray a, INDArray b, INDArray output) {
      Operations.rectify(a.add(b, output));
    }

    @Override
    public void backward(INDArray output, INDArray outputGradient, INDArray gradient) {
      Operations.rectifyBackward(output, outputGradient, gradient);
    }
  }

  /** One pass each. */
  final class ByOneDnn implements AddReLU {

    private final memory.desc layout;
    private final Primitive forward;
    private Primitive backward;

    ByOneDnn(long length) {
      layout = OneDnn.floats(format_tag.a, length);
      forward = prepareForward();
    }

    private Primitive prepareForward() {
      var rectify = new post_ops();
      rectify.append_eltwise(1, algorithm.eltwise_relu, 0, 0);
      var attributes = OneDnn.lentScratch();
      attributes.set_post_ops(rectify);
      var description =
          new binary.primitive_desc(
              new binary.desc(algorithm.binary_add, layout, layout, layout),
              attributes,
              OneDnn.engine());
      return new Primitive(
          new binary(description),
          description,
          new Argument(DNNL_ARG_SRC_0, layout),
          new Argument(DNNL_ARG_SRC_1, layout),
          new Argument(DNNL_ARG_DST, layout));
    }

    private Primitive prepareBackward() {
      algorithm relu = algorithm.eltwise_relu_use_dst_for_bwd;
      var hint =
          new eltwise_forward.primitive_desc(
              new eltwise_forward.desc(prop_kind.forward_training, relu, layout, 0, 0),
              OneDnn.engine());
      var description =
          new eltwise_backward.primitive_desc(
              new eltwise_backward.desc(relu, layout, layout, 0, 0),
              OneDnn.lentScratch(),
              OneDnn.engine(),
              hint);
      return new Primitive(
          new eltwise_backward(description),
          description,
          new Argument(DNNL_ARG_DST, layout),
          new Argument(DNNL_ARG_DIFF_DST, layout),
          new Argument(DNNL_ARG_DIFF_SRC, layout));
    }

    @Override
    public void forward(INDArray a, INDArray b, INDArray output) {
      forward.run(a, b, output);
    }

    @Override
    public void backward(INDArray output, INDArray outputGradient, INDArray gradient) {
      if (backward == null) {
        backward = prepareBackward();
      }
      backward.run(output, outputGradient, gradient);
    }
  }
}
