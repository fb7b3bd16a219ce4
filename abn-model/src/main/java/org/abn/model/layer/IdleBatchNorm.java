package org.abn.model.layer;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A batch norm that the authors' ResNeXt has but does not apply: it holds the arrays that their
 * checkpoints have for it, and passes feature maps through.
 *
 * <p>Input and output {@code [N, H, W, C]}; weight, bias, running mean and running variance {@code
 * [C]}, none of which training changes.
 */
public final class IdleBatchNorm extends NativeLayer {

  @JsonProperty private int channels;

  /** For JSON. */
  IdleBatchNorm() {}

  /**
   * @param channels of the feature map, at least 1
   * @throws IllegalArgumentException where there is none
   */
  public IdleBatchNorm(int channels) {
    this.channels = Shapes.atLeast(1, channels, "channels");
  }

  @Override
  List<Parameter> parameters() {
    return List.of(
        Parameter.statistic(BatchNorm.WEIGHT, 1, channels),
        Parameter.statistic(BatchNorm.BIAS, 0, channels),
        Parameter.statistic(BatchNorm.MEAN, 0, channels),
        Parameter.statistic(BatchNorm.VARIANCE, 1, channels));
  }

  @Override
  NativeLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new IdleRuntime(conf, dataType);
  }

  @Override
  public int updatesAStep() {
    return 0;
  }

  @Override
  public String description() {
    return "batch norm, not applied";
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return Shapes.channelLast(inputType, channels, layerName);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    Shapes.channelLast(inputType, channels, layerName);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdleBatchNorm that && super.equals(that) && channels == that.channels;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), channels);
  }

  private static final class IdleRuntime extends NativeLayerRuntime<IdleBatchNorm> {

    IdleRuntime(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
    }

    @Override
    INDArray activate(Pass pass, LayerWorkspaceMgr workspaces) {
      return workspaces.leverageTo(ArrayType.ACTIVATIONS, input);
    }

    @Override
    public boolean readsInputs() {
      return false;
    }

    /** A copy: the graph may add to it what other consumers of the input give. */
    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray outputGradient, LayerWorkspaceMgr workspaces) {
      return Pair.of(
          filledGradient(), workspaces.dup(ArrayType.ACTIVATION_GRAD, outputGradient, 'c'));
    }
  }
}
