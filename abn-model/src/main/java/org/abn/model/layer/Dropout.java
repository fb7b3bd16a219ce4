package org.abn.model.layer;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Dropout (Srivastava et al. 2014), scaled in training: each value is zero with the probability and
 * otherwise divided by what is left of one. At inference the identity.
 *
 * <p>Input and output of one shape, maps or vectors. Which values are dropped depends on the seed
 * of the configuration, the name of the layer and the iteration alone, and so is the same on every
 * worker and after a resume.
 */
public final class Dropout extends NativeLayer {

  @JsonProperty private double probability;

  /** For JSON. */
  Dropout() {}

  private Dropout(double probability) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "probability must be in [0, 1), cannot be: " + probability);
    }
    this.probability = probability;
  }

  /**
   * Dropout of each value by itself.
   *
   * @param probability that a value is dropped, in [0, 1)
   * @throws IllegalArgumentException where it is outside
   */
  public static Dropout of(double probability) {
    return new Dropout(probability);
  }

  /** That a value is dropped. */
  public double probability() {
    return probability;
  }

  @Override
  List<Parameter> parameters() {
    return List.of();
  }

  @Override
  NativeLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new DropoutRuntime(conf, dataType);
  }

  @Override
  public String description() {
    return "dropout " + probability;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return inputType;
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    // Any length will do.
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dropout that
        && super.equals(that)
        && Double.compare(probability, that.probability) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), probability);
  }
}
