package org.abn.model.onnx;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Where a vertex is written.
 *
 * @param onnx the graph
 * @param output the name of what it gives
 * @param inputs the names of what it takes
 * @param arrays adds its array of a parameter's name, and gives the name that it has there
 */
record VertexScope(
    GraphWriter onnx, String output, List<String> inputs, UnaryOperator<String> arrays) {

  String input() {
    return inputs.get(0);
  }

  String array(String parameter) {
    return arrays.apply(parameter);
  }

  /** The name of something inside the vertex. */
  String inner(String name) {
    return output + "/" + name;
  }

  /** An operator whose output stays inside the vertex; gives its name. */
  String step(String name, Operator operator, String... operands) {
    return onnx.add(operator, inner(name), operands);
  }

  /** The operator that gives what the vertex gives. */
  void end(Operator operator, String... operands) {
    onnx.add(operator, output, operands);
  }

  /** The same, with a ReLU behind it where there is one. */
  void end(boolean relu, Operator operator, String... operands) {
    if (relu) {
      end(Operator.of("Relu"), step("before_relu", operator, operands));
    } else {
      end(operator, operands);
    }
  }
}
