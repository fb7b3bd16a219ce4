package org.abn.model.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.abn.model.InputShape;
import org.abn.model.parts.Branch;
import org.abn.model.parts.MapValues;
import org.abn.model.parts.Model;
import org.abn.model.parts.NetworkParts;
import org.abn.model.parts.Output;
import org.abn.model.parts.OutputKind;
import org.abn.model.parts.Role;
import org.abn.model.saved.InvalidModelException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A whole network as operators, with its outputs. */
final class NetworkOperators {

  private final ComputationGraph network;
  private final Map<String, InputType> types;

  /** By vertex. */
  private final Map<String, Named> outputs;

  /** What an output is called, and what it means. */
  private record Named(String name, String meaning) {}

  /**
   * @param input what the network sees
   * @throws InvalidModelException where the network sees something else
   */
  NetworkOperators(Model model, InputShape input) {
    network = model.graph();
    types = types(network.getConfiguration().clone(), input);
    outputs = named(model.parts());
  }

  private static Map<String, InputType> types(
      ComputationGraphConfiguration graph, InputShape input) {
    try {
      return graph.getLayerActivationTypes(
          InputType.convolutional(
              input.height(), input.width(), input.channels(), CNN2DFormat.NHWC));
    } catch (RuntimeException e) { // whatever layers and vertices say of it
      throw new InvalidModelException("is not of images of %s: %s".formatted(input, e), e);
    }
  }

  private static Map<String, Named> named(NetworkParts parts) {
    if (parts.hasAttention() && parts.mapValues() == null) {
      throw new InvalidModelException("does not say what values its attention maps have");
    }
    try {
      return outputs(parts);
    } catch (IllegalArgumentException e) { // a file may have any parts
      throw new InvalidModelException(e.getMessage(), e);
    }
  }

  private static Map<String, Named> outputs(NetworkParts parts) {
    Map<String, Named> outputs = new LinkedHashMap<>();
    add(parts.output(Branch.PERCEPTION), "logits", outputs);
    if (parts.hasAttention()) {
      add(parts.output(Branch.ATTENTION), "attention_logits", outputs);
      outputs.put(
          parts.vertex(Role.ATTENTION_MAP).orElseThrow(),
          new Named("attention_map", meaning(parts.mapValues())));
    }
    return outputs;
  }

  private static void add(Output output, String name, Map<String, Named> outputs) {
    outputs.put(output.logits(), new Named(name, meaning(output.kind())));
  }

  private static String meaning(OutputKind kind) {
    return switch (kind) {
      case CLASSES -> "one a class, before the softmax";
      case ATTRIBUTES -> "one an attribute, before the sigmoid";
      case ATTRIBUTE_PAIRS -> "no and yes of each attribute, before the softmax of the pair";
    };
  }

  private static String meaning(MapValues values) {
    return switch (values) {
      case UNIT -> "in (0, 1)";
      case NON_NEGATIVE -> "at least 0, without a bound";
      case REAL -> "one an attribute, below 0 against it and above for it";
    };
  }

  /**
   * Adds the operators and declares the outputs.
   *
   * @param images the name of what the network takes
   * @throws InvalidModelException where a layer is none of this program's, or an output is not
   *     there
   */
  void write(GraphWriter onnx, String images) {
    new GraphOperators(
            onnx,
            network.getConfiguration(),
            this::name,
            (vertex, parameter) -> array(onnx, vertex, parameter))
        .write(images);
    outputs.forEach((vertex, output) -> declare(onnx, vertex, output));
  }

  private String name(String vertex) {
    return outputs.containsKey(vertex) ? outputs.get(vertex).name() : vertex;
  }

  private String array(GraphWriter onnx, String vertex, String parameter) {
    return onnx.floats(
        vertex + "." + parameter, network.getLayer(vertex).paramTable().get(parameter));
  }

  private void declare(GraphWriter onnx, String vertex, Named output) {
    if (!onnx.gives(output.name())) {
      throw new InvalidModelException(
          "has no layer %s, which should give the %s".formatted(vertex, output.name()));
    }
    onnx.output(output.name(), output.meaning(), shape(types.get(vertex)));
  }

  /** Of one example, channel-first. */
  private static List<Long> shape(InputType type) {
    return type instanceof InputTypeConvolutional map
        ? List.of(map.getChannels(), map.getHeight(), map.getWidth())
        : List.of(((InputTypeFeedForward) type).getSize());
  }
}
