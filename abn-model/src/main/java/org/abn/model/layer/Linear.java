package org.abn.model.layer;

import java.util.List;
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
 * {@code [N, outputs]}. Starts from PyTorch's default, uniform within {@code 1 / sqrt(inputs)}.
 */
public final class Linear extends NativeLayer {

  static final String WEIGHT = "weight";
  static final String BIAS = "bias";

  @JsonProperty private int inputs;
  @JsonProperty private int outputs;

  /** For JSON. */
  Linear() {}

  /**
   * @param inputs length of an input vector, at least 1
   * @param outputs length of an output vector, at least 1
   * @throws IllegalArgumentException where one is below 1
   */
  public Linear(int inputs, int outputs) {
    this.inputs = Shapes.atLeast(1, inputs, "inputs");
    this.outputs = Shapes.atLeast(1, outputs, "outputs");
  }

  /** Length of an output vector. */
  public int outputs() {
    return outputs;
  }

  @Override
  List<Parameter> parameters() {
    double bound = 1 / Math.sqrt(inputs);
    return List.of(
        Parameter.trained(WEIGHT, Initialisation.uniform(bound), outputs, inputs),
        Parameter.trained(BIAS, Initialisation.uniform(bound), outputs));
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
          "Layer %s expects vectors of length %d, got %s".formatted(layerName, inputs, inputType));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Linear that
        && super.equals(that)
        && inputs == that.inputs
        && outputs == that.outputs;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), inputs, outputs);
  }
}
