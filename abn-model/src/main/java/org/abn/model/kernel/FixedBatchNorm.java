package org.abn.model.kernel;

import java.util.function.Function;
import org.abn.model.kernel.BatchNormKernel.Affine;
import org.abn.model.kernel.BatchNormKernel.Gradients;
import org.abn.model.kernel.BatchNormKernel.Statistics;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The backward pass of a batch norm that normalised by given statistics, in which they are
 * constants: with {@code s = 1 / sqrt(variance + epsilon)} it is that of {@code weight s (x - mean)
 * + bias}. By ND4J in any {@link Layout}; training never asks for it.
 */
public final class FixedBatchNorm {

  private FixedBatchNorm() {}

  /**
   * What the forward pass took and gave.
   *
   * @param input of the batch norm
   * @param output behind its ReLU; null where it has none
   * @param statistics that it normalised by
   */
  public record Passed(INDArray input, INDArray output, Statistics statistics) {}

  /** Fills the gradients. */
  public static void backward(
      Passed passed,
      Affine affine,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces) {
    INDArray input = passed.input();
    Function<long[], INDArray> scratch =
        shape ->
            workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, input.dataType(), shape, 'c');
    INDArray dy = outputGradient;
    if (passed.output() != null) {
      dy = scratch.apply(input.shape());
      Operations.rectifyBackward(passed.output(), outputGradient, dy);
    }
    INDArray deviation =
        Transforms.sqrt(passed.statistics().variance().add(BatchNormKernel.EPSILON));
    INDArray centred = scratch.apply(input.shape());
    Operations.subtract(input, byChannel(passed.statistics().mean(), input), centred);
    ChannelSums.into(centred.muli(dy), gradients.affine().weight(), scratch);
    gradients.affine().weight().divi(deviation);
    ChannelSums.into(dy, gradients.affine().bias(), scratch);
    INDArray scale = affine.weight().div(deviation);
    Operations.multiply(dy, byChannel(scale, input), gradients.input());
  }

  /** A vector {@code [C]} in the rank of a map, so that it spreads over batch and positions. */
  private static INDArray byChannel(INDArray vector, INDArray map) {
    Layout layout = Layout.of(map.shape());
    return layout.isBlocked()
        ? vector.reshape('c', 1, vector.length() / layout.block(), 1, 1, layout.block())
        : vector.reshape('c', 1, 1, 1, vector.length());
  }
}
