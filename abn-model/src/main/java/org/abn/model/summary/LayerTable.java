package org.abn.model.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.abn.model.layer.NativeLayer;
import org.abn.model.layer.NativeVertex;
import org.abn.model.layer.SharedPerception;
import org.abn.model.summary.LayerSummary.Parameters;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;

/** The vertices of a graph, and what each is. */
final class LayerTable {

  private final ComputationGraphConfiguration graph;
  private final Map<String, InputType> types;

  LayerTable(ComputationGraphConfiguration graph, InputType input) {
    this.graph = graph;
    types = graph.getLayerActivationTypes(input);
    types.put(graph.getNetworkInputs().get(0), input);
  }

  /** Height, width and channels of a map, or the length of a vector. */
  List<Long> outputShape(String vertex) {
    // DL4J does not know the size of what a loss layer passes on.
    boolean isOutput = graph.getNetworkOutputs().contains(vertex);
    return shape(types.get(isOutput ? graph.getVertexInputs().get(vertex).get(0) : vertex));
  }

  List<LayerSummary> layers() {
    List<LayerSummary> layers = new ArrayList<>();
    graph
        .getVertices()
        .forEach(
            (name, vertex) -> {
              if (layer(vertex) instanceof SharedPerception shared) {
                layers.addAll(ofEachTask(name, shared));
              } else {
                layers.add(summary(name, vertex));
              }
            });
    return layers;
  }

  private LayerSummary summary(String name, GraphVertex vertex) {
    int slash = name.indexOf('/');
    Parameters parameters = Parameters.NONE;
    long multiplyAdds = 0;
    if (layer(vertex) instanceof NativeLayer layer) {
      parameters = new Parameters(layer.trainedParameters(), layer.statistics());
      multiplyAdds = layer.multiplyAdds(types.get(graph.getVertexInputs().get(name).get(0)));
    }
    return new LayerSummary(
        slash < 0 ? "" : name.substring(0, slash),
        name.substring(slash + 1),
        description(vertex),
        outputShape(name),
        parameters,
        multiplyAdds,
        1);
  }

  /** The layers of the trunk, whose multiply-adds count once for each task. */
  private List<LayerSummary> ofEachTask(String name, SharedPerception shared) {
    var both = (InputTypeConvolutional) types.get(graph.getVertexInputs().get(name).get(0));
    InputType attended =
        InputType.convolutional(
            both.getHeight(),
            both.getWidth(),
            both.getChannels() - shared.tasks(),
            CNN2DFormat.NHWC);
    String part = name.substring(0, name.indexOf('/'));
    return new LayerTable(shared.trunk().graph(), attended)
        .layers().stream()
            .map(
                layer ->
                    new LayerSummary(
                        part,
                        layer.module(),
                        String.format(
                            Locale.ROOT, "%s, x %d tasks", layer.description(), shared.tasks()),
                        layer.outputShape(),
                        layer.parameters(),
                        layer.multiplyAdds() * shared.tasks(),
                        shared.tasksAtATime()))
            .toList();
  }

  private static Object layer(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : vertex;
  }

  private static String description(GraphVertex vertex) {
    Object layer = layer(vertex);
    if (layer instanceof NativeLayer own) {
      return own.description();
    } else if (layer instanceof NativeVertex own) {
      return own.description();
    } else if (layer instanceof ActivationLayer activation) {
      return activation.getActivationFn().toString();
    } else if (layer instanceof LossLayer loss) {
      return loss.getLossFn().name();
    }
    return layer.getClass().getSimpleName();
  }

  private static List<Long> shape(InputType type) {
    if (type instanceof InputTypeConvolutional map) {
      return List.of(map.getHeight(), map.getWidth(), map.getChannels());
    }
    long[] shape = type.getShape();
    return LongStream.of(Arrays.copyOf(shape, shape.length)).boxed().toList();
  }
}
