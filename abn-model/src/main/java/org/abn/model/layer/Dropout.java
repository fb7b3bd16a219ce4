package org.abn.model.layer;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Dropout (Srivastava et al. 2014), scaled in training: each value is zero with the probability and
 * otherwise divided by what is left of one. At inference the identity.
 *
 * <p>Input and output of one shape, maps or vectors. Which values of an example are dropped depends
 * on the seed of the configuration, the name of the layer, the epoch and the record that the
 * example is of, as {@link #ofRecords} tells it; not on the mini-batch that it is in, nor on the
 * worker. So workers that average after every step drop what one process with all their
 * mini-batches would. Where nobody tells the records, the iteration and the place in the mini-batch
 * stand in for each. All of these are the same after a resume.
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

  /** Whether a network has a layer of dropout, and so must be told its records. */
  public static boolean isIn(ComputationGraph network) {
    return !runtimes(network).isEmpty();
  }

  /**
   * Runs a step of training that tells all dropout of a network which records its examples are of.
   *
   * @param network that trains in the step
   * @param ids of the records, one for each example of the mini-batch, in their order
   * @param step trains on the mini-batch, once or more; fails with an {@link IllegalStateException}
   *     where it has another number of examples
   */
  public static void ofRecords(ComputationGraph network, List<String> ids, Runnable step) {
    List<DropoutRuntime> layers = runtimes(network);
    long[] hashes = ids.stream().mapToLong(StableHash::of).toArray();
    layers.forEach(layer -> layer.tellRecords(hashes));
    try {
      step.run();
    } finally {
      layers.forEach(DropoutRuntime::forgetRecords);
    }
  }

  private static List<DropoutRuntime> runtimes(ComputationGraph network) {
    return Stream.of(network.getLayers())
        .filter(DropoutRuntime.class::isInstance)
        .map(DropoutRuntime.class::cast)
        .toList();
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
