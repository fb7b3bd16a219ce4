package org.abn.model.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.abn.model.layer.Add;
import org.abn.model.layer.AttentionMechanism;
import org.abn.model.layer.BatchNorm;
import org.abn.model.layer.ChannelScaling;
import org.abn.model.layer.Concatenation;
import org.abn.model.layer.Convolution;
import org.abn.model.layer.Dropout;
import org.abn.model.layer.Flatten;
import org.abn.model.layer.GlobalAveragePooling;
import org.abn.model.layer.IdleBatchNorm;
import org.abn.model.layer.Linear;
import org.abn.model.layer.Pooling;
import org.abn.model.layer.SharedPerception;
import org.abn.model.layer.SumOfLogarithms;
import org.abn.model.layer.TaskHeads;
import org.abn.model.saved.InvalidModelException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;

/** The vertices of a graph of one input as operators, in the order in which they compute. */
final class GraphOperators {

  private static final Map<Class<?>, BiConsumer<Object, VertexScope>> WRITERS =
      Map.ofEntries(
          writer(Convolution.class, LayerOperators::convolution),
          writer(BatchNorm.class, LayerOperators::batchNorm),
          writer(Linear.class, LayerOperators::linear),
          writer(ActivationLayer.class, LayerOperators::activation),
          writer(SharedPerception.class, TaskOperators::sharedPerception),
          writer(TaskHeads.class, TaskOperators::taskHeads),
          writer(Add.class, VertexOperators::add),
          writer(AttentionMechanism.class, VertexOperators::attentionMechanism),
          writer(ChannelScaling.class, VertexOperators::channelScaling),
          writer(Concatenation.class, VertexOperators::concatenation),
          writer(Flatten.class, VertexOperators::flatten),
          writer(GlobalAveragePooling.class, VertexOperators::globalAveragePooling),
          writer(Pooling.class, VertexOperators::pooling),
          writer(SumOfLogarithms.class, VertexOperators::sumOfLogarithms));

  /** What gives in evaluation what it takes. */
  private static final Set<Class<?>> IDENTITIES = Set.of(Dropout.class, IdleBatchNorm.class);

  private final GraphWriter onnx;
  private final ComputationGraphConfiguration graph;
  private final UnaryOperator<String> names;
  private final BinaryOperator<String> arrays;

  /** By vertex, the name of what it gives. */
  private final Map<String, String> given = new HashMap<>();

  /**
   * @param onnx what they are added to
   * @param graph whose vertices; its order of computing is written down
   * @param names of what a vertex gives, by the vertex's
   * @param arrays adds the array of a vertex and a parameter, and gives its name
   */
  GraphOperators(
      GraphWriter onnx,
      ComputationGraphConfiguration graph,
      UnaryOperator<String> names,
      BinaryOperator<String> arrays) {
    this.onnx = onnx;
    this.graph = graph;
    this.names = names;
    this.arrays = arrays;
  }

  private static <T> Map.Entry<Class<?>, BiConsumer<Object, VertexScope>> writer(
      Class<T> type, BiConsumer<T, VertexScope> writer) {
    return Map.entry(type, (layer, at) -> writer.accept(type.cast(layer), at));
  }

  /**
   * Adds the operators of all vertices but losses.
   *
   * @param input the name of what the graph takes
   * @return the name of what the last of them gives
   * @throws InvalidModelException where a vertex is none of this program's
   */
  String write(String input) {
    given.put(graph.getNetworkInputs().get(0), input);
    String last = input;
    for (String vertex : graph.getTopologicalOrderStr()) {
      Object layer = layer(graph.getVertices().get(vertex));
      if (layer != null && !(layer instanceof LossLayer)) {
        last = write(vertex, layer);
        given.put(vertex, last);
      }
    }
    return last;
  }

  /** Null of the graph's input. */
  private static Object layer(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : vertex;
  }

  private String write(String vertex, Object layer) {
    List<String> inputs = graph.getVertexInputs().get(vertex).stream().map(given::get).toList();
    if (IDENTITIES.contains(layer.getClass())) {
      return inputs.get(0);
    }
    BiConsumer<Object, VertexScope> writer = WRITERS.get(layer.getClass());
    if (writer == null) {
      throw new InvalidModelException(
          "vertex %s: cannot be exported: a %s is none of this program's layers"
              .formatted(vertex, layer.getClass().getSimpleName()));
    }
    String output = names.apply(vertex);
    writer.accept(
        layer, new VertexScope(onnx, output, inputs, parameter -> arrays.apply(vertex, parameter)));
    return output;
  }
}
