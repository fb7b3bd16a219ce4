package org.abn.model.layer;

import java.util.List;
import java.util.Objects;
import org.abn.model.layer.Parameter.Initialisation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Batch normalisation by channel (Ioffe and Szegedy 2015), with a ReLU behind it where asked for.
 *
 * <p>Input and output {@code [N, H, W, C]}; weight, bias, running mean and running variance {@code
 * [C]}. As PyTorch and unlike DL4J's own layer: the running variance is the unbiased one, {@code
 * epsilon} is 1e-5, the running averages take a tenth of each new batch, and weight and bias decay
 * like every other parameter.
 */
public final class BatchNorm extends NativeLayer {

  static final String WEIGHT = "weight";
  static final String BIAS = "bias";
  static final String MEAN = "mean";
  static final String VARIANCE = "variance";

  @JsonProperty private int channels;
  @JsonProperty private boolean relu;

  /** For JSON. */
  BatchNorm() {}

  private BatchNorm(int channels, boolean relu) {
    this.channels = Shapes.atLeast(1, channels, "channels");
    this.relu = relu;
  }

  /**
   * Normalisation alone.
   *
   * @param channels channels of the feature map, at least 1
   * @throws IllegalArgumentException where there is none
   */
  public static BatchNorm of(int channels) {
    return new BatchNorm(channels, false);
  }

  /**
   * Normalisation and a ReLU.
   *
   * @param channels channels of the feature map, at least 1
   * @throws IllegalArgumentException where there is none
   */
  public static BatchNorm withReLU(int channels) {
    return new BatchNorm(channels, true);
  }

  /** Whether a ReLU follows. */
  public boolean hasReLU() {
    return relu;
  }

  @Override
  List<Parameter> parameters() {
    return List.of(
        Parameter.trained(WEIGHT, Initialisation.constant(1), channels),
        Parameter.trained(BIAS, Initialisation.constant(0), channels),
        Parameter.statistic(MEAN, 0, channels),
        Parameter.statistic(VARIANCE, 1, channels));
  }

  @Override
  NativeLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new BatchNormRuntime(conf, dataType);
  }

  @Override
  public String description() {
    return relu ? "batch norm, ReLU" : "batch norm";
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
    return other instanceof BatchNorm that
        && super.equals(that)
        && channels == that.channels
        && relu == that.relu;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), channels, relu);
  }
}
