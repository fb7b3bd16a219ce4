package org.abn.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The perception branch of a multi-task network up to its heads (Fukui et al. 2019, section 3.4):
 * the same trunk once for each task, on the features weighted by that task's map, {@code g'_t = M_t
 * g} (Eq. 4).
 *
 * <ul>
 *   <li>input {@code [N, H, W, C + T]}, the T maps behind the features' channels
 *   <li>output {@code [N, T D]}, task t's vector at {@code t D}
 *   <li>parameters: those of the trunk, once, named {@code layer.parameter}
 * </ul>
 *
 * <p>In training every task's pass is normalised by its own batch statistics, and running
 * statistics move T times, in the order of tasks.
 *
 * <p>Some tasks at a time run stacked along the batch. Where that is not all of them, activations
 * are dropped in the forward pass and computed again in the backward pass, so that memory is that
 * of the tasks at a time and not of T; results are the same to rounding.
 */
public final class SharedPerception extends NativeLayer {

  @JsonProperty private String module;
  @JsonProperty private ComputationGraphConfiguration trunk;
  @JsonProperty private int channels;
  @JsonProperty private int outputs;
  @JsonProperty private int tasks;
  @JsonProperty private int tasksAtATime;

  /** For JSON. */
  SharedPerception() {}

  /**
   * What runs for each task.
   *
   * @param module the prefix of its layers' names, which parameters are named without
   * @param graph one input {@code [N, H, W, C]}, one output {@code [N, D]}; of this package's
   *     layers
   * @param channels C
   * @param outputs D
   */
  public record Trunk(
      String module, ComputationGraphConfiguration graph, int channels, int outputs) {}

  /**
   * @param trunk what runs for each task
   * @param tasks T, at least 1
   * @param tasksAtATime at least 1
   * @throws IllegalArgumentException where a number is below its least
   */
  public SharedPerception(Trunk trunk, int tasks, int tasksAtATime) {
    module = trunk.module();
    this.trunk = ordered(trunk.graph());
    channels = trunk.channels();
    outputs = trunk.outputs();
    this.tasks = Shapes.atLeast(1, tasks, "tasks");
    this.tasksAtATime = Shapes.atLeast(1, tasksAtATime, "tasks at a time");
  }

  /** What runs for each task. */
  public Trunk trunk() {
    return new Trunk(module, trunk, channels, outputs);
  }

  /** T. */
  public int tasks() {
    return tasks;
  }

  @Override
  public int updatesAStep() {
    return tasks;
  }

  /** How many tasks of a mini-batch are in memory at once. */
  public int tasksAtATime() {
    return Math.min(tasks, tasksAtATime);
  }

  /**
   * The trunk that a network runs for each task, as a graph of its own on the network's parameters.
   *
   * @param network initialised
   * @param vertex of the network that is such a layer
   * @throws IllegalArgumentException where it is another
   */
  public static ComputationGraph trunkOf(ComputationGraph network, String vertex) {
    if (network.getLayer(vertex) instanceof SharedPerceptionRuntime runtime) {
      return runtime.newTrunk();
    }
    throw new IllegalArgumentException(vertex + " runs nothing for each task");
  }

  /** The trunk's, as they lie in its flat vector. */
  @Override
  List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    for (String vertex : trunk.getTopologicalOrderStr()) {
      if (layer(trunk.getVertices().get(vertex)) instanceof NativeLayer layer) {
        String name = vertex.substring(module.length() + 1);
        layer.parameters().forEach(parameter -> all.add(parameter.within(name)));
      }
    }
    return all;
  }

  /** The same, with the order written down in which its parameters lie in their flat vector. */
  private static ComputationGraphConfiguration ordered(ComputationGraphConfiguration graph) {
    new ComputationGraph(graph).calculateIndices();
    return graph;
  }

  private static Object layer(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : null;
  }

  @Override
  NativeLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new SharedPerceptionRuntime(conf, dataType);
  }

  @Override
  public String description() {
    return String.format(Locale.ROOT, "once for each of %d tasks", tasks);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    setNIn(inputType, false);
    return InputType.feedForward((long) tasks * outputs);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    Shapes.channelLast(inputType, channels + tasks, layerName);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SharedPerception that
        && super.equals(that)
        && trunk().equals(that.trunk())
        && tasks == that.tasks
        && tasksAtATime == that.tasksAtATime;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), trunk(), tasks, tasksAtATime);
  }
}
