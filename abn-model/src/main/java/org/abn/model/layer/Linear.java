package org.abn.model.layer;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.abn.model.layer.Parameter.Initialisation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A fully connected layer, {@code y = x weightᵀ + bias}.
 *
 * <p>Input {@code [N, inputs]}, weight {@code [outputs, inputs]}, bias {@code [outputs]}, output
 * {@code [N, outputs]}.
 */
public final class Linear extends NativeLayer {

  static final String WEIGHT = "weight";
  static final String BIAS = "bias";

  @JsonProperty private int inputs;
  @JsonProperty private int outputs;
  @JsonProperty private Start start;

  /** What a new layer starts from. */
  public enum Start {
    /** PyTorch's default: weights and biases uniform within {@code 1 / sqrt(inputs)}. */
    UNIFORM,
    /** The same with biases of zero, as the authors' Wide ResNet. */
    UNIFORM_WITHOUT_BIAS,
    /** Kaiming's normal distribution over the fan-in, biases of zero: the authors' ResNeXt. */
    KAIMING,
    /** A normal distribution of deviation 0.01, biases of zero: torchvision's VGG. */
    NORMAL;

    private Initialisation weight(int inputs) {
      return switch (this) {
        case UNIFORM, UNIFORM_WITHOUT_BIAS -> Initialisation.uniform(1 / Math.sqrt(inputs));
        case KAIMING -> Initialisation.kaiming(inputs);
        case NORMAL -> Initialisation.normal(0.01);
      };
    }

    private Initialisation bias(int inputs) {
      return this == UNIFORM
          ? Initialisation.uniform(1 / Math.sqrt(inputs))
          : Initialisation.constant(0);
    }
  }

  /** For JSON. */
  Linear() {}

  /**
   * A layer that starts as PyTorch's.
   *
   * @param inputs length of an input vector, at least 1
   * @param outputs length of an output vector, at least 1
   * @throws IllegalArgumentException where a length is below 1
   */
  public Linear(int inputs, int outputs) {
    this(inputs, outputs, Start.UNIFORM);
  }

  /**
   * @param inputs length of an input vector, at least 1
   * @param outputs length of an output vector, at least 1
   * @param start what a new layer starts from
   * @throws IllegalArgumentException where a length is below 1
   */
  public Linear(int inputs, int outputs, Start start) {
    this.inputs = Shapes.atLeast(1, inputs, "inputs");
    this.outputs = Shapes.atLeast(1, outputs, "outputs");
    this.start = start;
  }

  /** Length of an output vector. */
  public int outputs() {
    return outputs;
  }

  @Override
  List<Parameter> parameters() {
    return List.of(
        Parameter.trained(WEIGHT, start.weight(inputs), outputs, inputs),
        Parameter.trained(BIAS, start.bias(inputs), outputs));
  }

  @Override
  NativeLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new LinearRuntime(conf, dataType);
  }

  @Override
  public String description() {
    return "fully connected";
  }

  @Override
  public long multiplyAdds(InputType input) {
    return (long) inputs * outputs;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    setNIn(inputType, false);
    return InputType.feedForward(outputs);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    if (!(inputType instanceof InputTypeFeedForward vector) || vector.getSize() != inputs) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Layer %s expects vectors of length %d, got %s",
              layerName,
              inputs,
              inputType));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Linear that
        && super.equals(that)
        && inputs == that.inputs
        && outputs == that.outputs
        && start == that.start;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), inputs, outputs, start);
  }
}
