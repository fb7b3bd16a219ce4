package org.abn.model.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.lang.ref.Reference;
import org.abn.model.kernel.Primitive.Argument;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norm by oneDNN, with the ReLU in the same pass.
 *
 * <p>Where channels are no multiple of 8, its channel-last code is a slow reference, while that for
 * blocks of 8 channels is not: in training feature maps are then brought into blocks and back.
 */
final class OneDnnBatchNorm implements BatchNormKernel {

  private static final int BLOCK = 8;

  private static final int AFFINE =
      normalization_flags.use_scale.value | normalization_flags.use_shift.value;

  private final long[] shape;
  private final long[] map;
  private final memory.desc layout;
  private final memory.desc vector;
  private final Reorder reorder;
  private final int flags;

  // Made on first use: training needs two of them, evaluation the third.
  private batch_normalization_forward.primitive_desc hint;
  private Primitive forward;
  private Primitive backward;
  private OneDnnInferredBatchNorm inference;

  /** Which outputs the ReLU let through, in the last forward pass in training. */
  private INDArray passed;

  OneDnnBatchNorm(long[] shape, boolean relu) {
    this.shape = shape.clone();
    map = Layout.mapShape(shape);
    long channels = map[3];
    memory.desc ours = Layout.of(shape).description(map);
    layout = channels % BLOCK == 0 ? ours : new Layout(BLOCK).description(map);
    reorder = new Reorder(ours, layout);
    vector = OneDnn.floats(format_tag.a, channels);
    flags = AFFINE | (relu ? normalization_flags.fuse_norm_relu.value : 0);
  }

  private batch_normalization_forward.primitive_desc description(prop_kind kind, int flags) {
    return new batch_normalization_forward.primitive_desc(
        new batch_normalization_forward.desc(kind.value, layout, (float) EPSILON, flags),
        OneDnn.lentScratch(),
        OneDnn.engine());
  }

  private void prepareTraining() {
    hint = description(prop_kind.forward_training, flags);
    forward =
        new Primitive(
            new batch_normalization_forward(hint),
            hint,
            new Argument(DNNL_ARG_SRC, layout),
            new Argument(DNNL_ARG_MEAN, vector),
            new Argument(DNNL_ARG_VARIANCE, vector),
            new Argument(DNNL_ARG_SCALE, vector),
            new Argument(DNNL_ARG_SHIFT, vector),
            new Argument(DNNL_ARG_DST, layout),
            new Argument(DNNL_ARG_WORKSPACE, hint.workspace_desc()));
  }

  private Primitive prepareBackward() {
    var description =
        new batch_normalization_backward.primitive_desc(
            new batch_normalization_backward.desc(
                prop_kind.backward.value, layout, layout, (float) EPSILON, flags),
            OneDnn.lentScratch(),
            OneDnn.engine(),
            hint);
    return new Primitive(
        new batch_normalization_backward(description),
        description,
        new Argument(DNNL_ARG_SRC, layout),
        new Argument(DNNL_ARG_MEAN, vector),
        new Argument(DNNL_ARG_VARIANCE, vector),
        new Argument(DNNL_ARG_SCALE, vector),
        new Argument(DNNL_ARG_SHIFT, vector),
        new Argument(DNNL_ARG_DIFF_DST, layout),
        new Argument(DNNL_ARG_WORKSPACE, hint.workspace_desc()),
        new Argument(DNNL_ARG_DIFF_SRC, layout),
        new Argument(DNNL_ARG_DIFF_SCALE, vector),
        new Argument(DNNL_ARG_DIFF_SHIFT, vector));
  }

  @Override
  public void infer(
      INDArray input,
      Statistics statistics,
      Affine affine,
      INDArray output,
      LayerWorkspaceMgr workspaces) {
    if (inference == null) {
      inference = new OneDnnInferredBatchNorm(shape, flags);
    }
    inference.run(input, statistics, affine, output, workspaces);
  }

  @Override
  public void forward(
      INDArray input,
      Statistics batch,
      Affine affine,
      INDArray output,
      LayerWorkspaceMgr workspaces) {
    if (forward == null) {
      prepareTraining();
    }
    ArrayType kind = ArrayType.FF_WORKING_MEM;
    passed = Primitive.workspace(workspaces, hint.workspace_desc());
    INDArray source = reorder.theirs(input, workspaces, kind);
    INDArray result = reorder.target(output, workspaces, kind);
    forward.run(
        source, batch.mean(), batch.variance(), affine.weight(), affine.bias(), result, passed);
    reorder.back(result, output);
  }

  @Override
  public void backward(
      INDArray input,
      Statistics batch,
      Affine affine,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces) {
    if (backward == null) {
      backward = prepareBackward();
    }
    ArrayType kind = ArrayType.BP_WORKING_MEM;
    INDArray source = reorder.theirs(input, workspaces, kind);
    INDArray outer = reorder.theirs(outputGradient, workspaces, kind);
    INDArray inner = reorder.target(gradients.input(), workspaces, kind);
    backward.run(
        source,
        batch.mean(),
        batch.variance(),
        affine.weight(),
        affine.bias(),
        outer,
        passed,
        inner,
        gradients.affine().weight(),
        gradients.affine().bias());
    reorder.back(inner, gradients.input());
  }

  @Override
  public void updateRunning(Statistics running, Statistics batch) {
    blend(running.mean(), batch.mean(), 1);
    blend(running.variance(), batch.variance(), BatchNormKernel.unbiasing(map));
  }

  /** A loop of its own, since for so few values an ND4J operation costs more than its work. */
  private static void blend(INDArray running, INDArray batch, double factor) {
    var target = new FloatPointer(running.data().addressPointer());
    var source = new FloatPointer(batch.data().addressPointer());
    for (int c = 0; c < running.length(); c++) {
      double old = target.get(c);
      target.put(c, (float) (old - RUNNING_SHARE * (old - factor * source.get(c))));
    }
    Reference.reachabilityFence(running);
    Reference.reachabilityFence(batch);
  }

  @Override
  public boolean readsOutput() {
    return false;
  }

  @Override
  public void clear() {
    passed = null;
  }
}
