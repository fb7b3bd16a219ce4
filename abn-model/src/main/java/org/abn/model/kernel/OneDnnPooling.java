package org.abn.model.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.abn.model.kernel.Primitive.Argument;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pooling by oneDNN. */
final class OneDnnPooling implements PoolingKernel {

  private final Window window;
  private final algorithm method;
  private final Layout layout;
  private final long[] output;
  private final memory.desc source;
  private final memory.desc destination;

  // Made on first use.
  private pooling_forward.primitive_desc hint;
  private Primitive forward;
  private Primitive backward;
  private Primitive inference;

  /** Which value of each window was the greatest, in the last forward pass in training. */
  private INDArray chosen;

  OneDnnPooling(long[] inputShape, Window window) {
    this.window = window;
    method =
        window.kind() == Kind.MAX ? algorithm.pooling_max : algorithm.pooling_avg_exclude_padding;
    layout = Layout.of(inputShape);
    long[] map = Layout.mapShape(inputShape);
    output = window.outputShape(map);
    source = layout.description(map);
    destination = layout.description(output);
  }

  private pooling_forward.primitive_desc description(prop_kind kind) {
    return new pooling_forward.primitive_desc(
        new pooling_forward.desc(
            kind, method, source, destination, strides(), size(), padding(), padding()),
        OneDnn.lentScratch(),
        OneDnn.engine());
  }

  private long[] strides() {
    return new long[] {window.stride(), window.stride()};
  }

  private long[] size() {
    return new long[] {window.height(), window.width()};
  }

  private long[] padding() {
    return new long[] {window.padding(), window.padding()};
  }

  private Primitive prepareInference() {
    var description = description(prop_kind.forward_inference);
    return new Primitive(
        new pooling_forward(description),
        description,
        new Argument(DNNL_ARG_SRC, source),
        new Argument(DNNL_ARG_DST, destination));
  }

  private void prepareTraining() {
    hint = description(prop_kind.forward_training);
    forward =
        new Primitive(
            new pooling_forward(hint),
            hint,
            new Argument(DNNL_ARG_SRC, source),
            new Argument(DNNL_ARG_DST, destination),
            new Argument(DNNL_ARG_WORKSPACE, hint.workspace_desc()));
  }

  private Primitive prepareBackward() {
    var description =
        new pooling_backward.primitive_desc(
            new pooling_backward.desc(
                method, source, destination, strides(), size(), padding(), padding()),
            OneDnn.lentScratch(),
            OneDnn.engine(),
            hint);
    return new Primitive(
        new pooling_backward(description),
        description,
        new Argument(DNNL_ARG_DIFF_DST, destination),
        new Argument(DNNL_ARG_WORKSPACE, hint.workspace_desc()),
        new Argument(DNNL_ARG_DIFF_SRC, source));
  }

  @Override
  public long[] outputShape() {
    return layout.arrayShape(output);
  }

  @Override
  public void forward(
      boolean keeps, INDArray input, INDArray output, LayerWorkspaceMgr workspaces) {
    if (!keeps) {
      if (inference == null) {
        inference = prepareInference();
      }
      inference.run(input, output);
      return;
    }
    if (forward == null) {
      prepareTraining();
    }
    chosen = Primitive.workspace(workspaces, hint.workspace_desc());
    forward.run(input, output, chosen);
  }

  @Override
  public void backward(INDArray input, INDArray outputGradient, INDArray inputGradient) {
    if (backward == null) {
      backward = prepareBackward();
    }
    backward.run(outputGradient, chosen, inputGradient);
  }

  @Override
  public void clear() {
    chosen = null;
  }
}
