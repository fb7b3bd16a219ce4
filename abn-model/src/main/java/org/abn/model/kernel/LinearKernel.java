package org.abn.model.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.abn.model.kernel.Primitive.Argument;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes {@code output = input weightᵀ + bias} for contiguous row-major arrays of one shape. An
 * object serves one thread at a time.
 */
public sealed interface LinearKernel {

  /**
   * The sizes of the arrays.
   *
   * @param batch vectors in the input
   * @param inputs length of each
   * @param outputs length of each vector of the output
   */
  record Shape(long batch, long inputs, long outputs) {}

  /**
   * The arrays that the backward pass fills.
   *
   * @param input {@code [batch, inputs]}
   * @param weight {@code [outputs, inputs]}
   * @param bias {@code [outputs]}
   */
  record Gradients(INDArray input, INDArray weight, INDArray bias) {}

  /** The fastest there is for the type on this machine. */
  static LinearKernel of(Shape shape, DataType type) {
    return OneDnn.serves(type) ? new ByOneDnn(shape) : new ByNd4j();
  }

  /** Fills the output, {@code [batch, outputs]}. */
  void forward(INDArray input, INDArray weight, INDArray bias, INDArray output);

  /** Fills the gradients. */
  void backward(INDArray input, INDArray weight, INDArray outputGradient, Gradients gradients);

  /** Matrix products. */
  record ByNd4j() implements LinearKernel {

    @Override
    public void forward(INDArray input, INDArray weight, INDArray bias, INDArray output) {
      output.assign(input.mmul(weight.transpose()).addiRowVector(bias));
    }

    @Override
    public void backward(
        INDArray input, INDArray weight, INDArray outputGradient, Gradients gradients) {
      gradients.weight().assign(outputGradient.transpose().mmul(input));
      gradients.bias().assign(outputGradient.sum(0));
      gradients.input().assign(outputGradient.mmul(weight));
    }
  }

  /** Inner products. */
  final class ByOneDnn implements LinearKernel {

    private final memory.desc source;
    private final memory.desc weights;
    private final memory.desc vector;
    private final memory.desc destination;
    private final inner_product_forward.primitive_desc hint;
    private final Primitive forward;
    // Only training asks for these two.
    private Primitive backwardData;
    private Primitive backwardWeights;

    ByOneDnn(Shape shape) {
      source = OneDnn.floats(format_tag.ab, shape.batch(), shape.inputs());
      weights = OneDnn.floats(format_tag.ab, shape.outputs(), shape.inputs());
      vector = OneDnn.floats(format_tag.a, shape.outputs());
      destination = OneDnn.floats(format_tag.ab, shape.batch(), shape.outputs());
      hint =
          new inner_product_forward.primitive_desc(
              new inner_product_forward.desc(
                  prop_kind.forward_training, source, weights, vector, destination),
              OneDnn.lentScratch(),
              OneDnn.engine());
      forward =
          new Primitive(
              new inner_product_forward(hint),
              hint,
              new Argument(DNNL_ARG_SRC, source),
              new Argument(DNNL_ARG_WEIGHTS, weights),
              new Argument(DNNL_ARG_BIAS, vector),
              new Argument(DNNL_ARG_DST, destination));
    }

    private Primitive prepareBackwardData() {
      var description =
          new inner_product_backward_data.primitive_desc(
              new inner_product_backward_data.desc(source, weights, destination),
              OneDnn.lentScratch(),
              OneDnn.engine(),
              hint);
      return new Primitive(
          new inner_product_backward_data(description),
          description,
          new Argument(DNNL_ARG_WEIGHTS, weights),
          new Argument(DNNL_ARG_DIFF_DST, destination),
          new Argument(DNNL_ARG_DIFF_SRC, source));
    }

    private Primitive prepareBackwardWeights() {
      var description =
          new inner_product_backward_weights.primitive_desc(
              new inner_product_backward_weights.desc(source, weights, vector, destination),
              OneDnn.lentScratch(),
              OneDnn.engine(),
              hint);
      return new Primitive(
          new inner_product_backward_weights(description),
          description,
          new Argument(DNNL_ARG_SRC, source),
          new Argument(DNNL_ARG_DIFF_DST, destination),
          new Argument(DNNL_ARG_DIFF_WEIGHTS, weights),
          new Argument(DNNL_ARG_DIFF_BIAS, vector));
    }

    @Override
    public void forward(INDArray input, INDArray weight, INDArray bias, INDArray output) {
      forward.run(input, weight, bias, output);
    }

    @Override
    public void backward(
        INDArray input, INDArray weight, INDArray outputGradient, Gradients gradients) {
      if (backwardData == null) {
        backwardData = prepareBackwardData();
        backwardWeights = prepareBackwardWeights();
      }
      backwardData.run(weight, outputGradient, gradients.input());
      backwardWeights.run(input, outputGradient, gradients.weight(), gradients.bias());
    }
  }
}
