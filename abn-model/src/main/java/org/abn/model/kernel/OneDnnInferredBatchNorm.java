package org.abn.model.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import java.lang.ref.Reference;
import org.abn.model.kernel.BatchNormKernel.Affine;
import org.abn.model.kernel.BatchNormKernel.Statistics;
import org.abn.model.kernel.Primitive.Argument;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norm by given statistics, by oneDNN, in the layout that a map has.
 *
 * <p>oneDNN's channel-last code wants a multiple of 8 channels. Where there is none, some positions
 * that lie one behind the other pass for one of as many times the channels, and the vectors are
 * repeated as often: no value has to move.
 */
final class OneDnnInferredBatchNorm {

  private static final int BLOCK = 8;

  private final int repeats;
  private final Primitive primitive;

  /**
   * @param shape of the arrays, in one of the layouts
   * @param flags of oneDNN's batch norm, beside that for given statistics
   */
  OneDnnInferredBatchNorm(long[] shape, int flags) {
    long[] map = Layout.mapShape(shape);
    repeats = repeats(map);
    long[] passingFor =
        repeats == 1
            ? map
            : new long[] {1, 1, map[0] * map[1] * map[2] / repeats, map[3] * repeats};
    memory.desc layout = Layout.of(shape).description(passingFor);
    memory.desc vector = OneDnn.floats(format_tag.a, passingFor[3]);
    var description =
        new batch_normalization_forward.primitive_desc(
            new batch_normalization_forward.desc(
                prop_kind.forward_inference.value,
                layout,
                (float) BatchNormKernel.EPSILON,
                flags | normalization_flags.use_global_stats.value),
            OneDnn.lentScratch(),
            OneDnn.engine());
    primitive =
        new Primitive(
            new batch_normalization_forward(description),
            description,
            new Argument(DNNL_ARG_SRC, layout),
            new Argument(DNNL_ARG_MEAN, vector),
            new Argument(DNNL_ARG_VARIANCE, vector),
            new Argument(DNNL_ARG_SCALE, vector),
            new Argument(DNNL_ARG_SHIFT, vector),
            new Argument(DNNL_ARG_DST, layout));
  }

  /** The least that gives a multiple of 8 channels; 1 where positions cannot be so divided. */
  private static int repeats(long... map) {
    int least = BLOCK / Math.toIntExact(Math.min(BLOCK, Long.lowestOneBit(map[3])));
    return map[0] * map[1] * map[2] % least == 0 ? least : 1;
  }

  void run(
      INDArray input,
      Statistics statistics,
      Affine affine,
      INDArray output,
      LayerWorkspaceMgr workspaces) {
    primitive.run(
        input,
        repeated(statistics.mean(), workspaces),
        repeated(statistics.variance(), workspaces),
        repeated(affine.weight(), workspaces),
        repeated(affine.bias(), workspaces),
        output);
  }

  private INDArray repeated(INDArray vector, LayerWorkspaceMgr workspaces) {
    if (repeats == 1) {
      return vector;
    }
    var values = new float[(int) vector.length()];
    new FloatPointer(vector.data().addressPointer()).get(values);
    Reference.reachabilityFence(vector);
    INDArray repeated =
        workspaces.createUninitialized(
            ArrayType.FF_WORKING_MEM, DataType.FLOAT, repeats * vector.length());
    var target = new FloatPointer(repeated.data().addressPointer());
    for (int i = 0; i < repeats; i++) {
      target.position((long) i * values.length).put(values);
    }
    return repeated;
  }
}
