package org.abn.model.onnx;

import java.util.Arrays;
import java.util.stream.LongStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.NodeProto;

/** An operator of ONNX and its attributes, without inputs and outputs. */
final class Operator {

  private final NodeProto.Builder node = NodeProto.newBuilder();

  private Operator(String type) {
    node.setOpType(type);
  }

  /** An operator of a type, such as {@code Conv}. */
  static Operator of(String type) {
    return new Operator(type);
  }

  Operator with(String attribute, long value) {
    node.addAttribute(attribute(attribute, AttributeType.INT).setI(value));
    return this;
  }

  Operator with(String attribute, double value) {
    node.addAttribute(attribute(attribute, AttributeType.FLOAT).setF((float) value));
    return this;
  }

  /** The same number so many times, such as one a side. */
  Operator with(String attribute, int times, long value) {
    node.addAttribute(
        attribute(attribute, AttributeType.INTS)
            .addAllInts(LongStream.generate(() -> value).limit(times).boxed().toList()));
    return this;
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  /** The node, which has the name of its first output. */
  NodeProto node(Iterable<String> outputs, String... inputs) {
    return node.clone()
        .addAllInput(Arrays.asList(inputs))
        .addAllOutput(outputs)
        .setName(outputs.iterator().next())
        .build();
  }
}
