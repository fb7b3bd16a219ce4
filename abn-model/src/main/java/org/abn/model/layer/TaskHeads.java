package org.abn.model.layer;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abn.model.layer.Parameter.Initialisation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A fully connected layer for each of T tasks, on a vector of the task's own: {@code y_t = x_t
 * weight_tᵀ + bias_t}.
 *
 * <ul>
 *   <li>input {@code [N, T * inputs]}, that of task t from {@code t * inputs} on
 *   <li>weights {@code t.weight}, {@code [2, inputs]}, and biases {@code t.bias}, {@code [2]},
 *       which start as in {@link Linear}
 *   <li>output {@code [N, 2 T]}, the logits of task t at 2 t and 2 t + 1
 * </ul>
 */
public final class TaskHeads extends NativeLayer {

  static final int LOGITS = 2;

  @JsonProperty private int inputs;
  @JsonProperty private int tasks;

  /** For JSON. */
  TaskHeads() {}

  /**
   * @param inputs length of the vector of one task, at least 1
   * @param tasks T, at least 1
   * @throws IllegalArgumentException where one is below 1
   */
  public TaskHeads(int inputs, int tasks) {
    this.inputs = Shapes.atLeast(1, inputs, "inputs");
    this.tasks = Shapes.atLeast(1, tasks, "tasks");
  }

  int inputs() {
    return inputs;
  }

  /** T. */
  public int tasks() {
    return tasks;
  }

  @Override
  List<Parameter> parameters() {
    return IntStream.range(0, tasks).boxed().flatMap(this::ofTask).toList();
  }

  private Stream<Parameter> ofTask(int task) {
    Initialisation uniform = Initialisation.uniform(1 / Math.sqrt(inputs));
    return Stream.of(
        Parameter.trained(task + ".weight", uniform, LOGITS, inputs),
        Parameter.trained(task + ".bias", uniform, LOGITS));
  }

  @Override
  NativeLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new TaskHeadsRuntime(conf, dataType);
  }

  @Override
  public String description() {
    return "fully connected, one a task";
  }

  @Override
  public long multiplyAdds(InputType input) {
    return (long) tasks * LOGITS * inputs;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    setNIn(inputType, false);
    return InputType.feedForward((long) tasks * LOGITS);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    if (!(inputType instanceof InputTypeFeedForward vector)
        || vector.getSize() != (long) tasks * inputs) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Layer %s expects vectors of length %d * %d, got %s",
              layerName,
              tasks,
              inputs,
              inputType));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskHeads that
        && super.equals(that)
        && inputs == that.inputs
        && tasks == that.tasks;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), inputs, tasks);
  }
}
